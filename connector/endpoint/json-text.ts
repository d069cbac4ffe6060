/** What is JSON already: an answer that is a text by itself is a JSON string, with quotes. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
