import { clockText } from './clock.ts';

const questions = [
  'Hello, is this tent in stock?',
  'Which size should I take? I am 1,80 m.',
  'I would like to know if my order has been sent',
  'Can I return a "worn" pair of shoes?',
  'Do you deliver on Saturdays?',
];
const answers = [
  'I check it, thank you for your patience',
  'Yes, until the end of the month',
  'Here is the product that I would take',
];

/** What was said in a conversation, as the documentation prints it, and how long it took. */
export function talk(id: number, start: number, isAnswered: boolean): { history: string; seconds: number } {
  let at = start;
  const entries: string[] = [];
  const say = (kind: number, text: string, pause: number) => {
    at += pause * 1000;
    const epoch = kind < 3 ? [at] : [];
    entries.push(JSON.stringify([kind, clockText(at), text, ...epoch]));
  };
  say(5, `https://shop.example/products/${(id % 60) + 1}`, 0);
  say(2, questions[id % questions.length]!, 2);
  say(3, 'The chat rule has been activated.', 8);
  if (isAnswered) {
    say(1, 'Hello, how can I help you?', 12);
    say(1, answers[id % answers.length]!, 20 + (id % 40));
    say(2, 'Thanks, goodbye', 30);
    say(3, 'OPERATOR_CHAT_CLOSE', 25);
  }
  return { history: entries.join(','), seconds: (at - start) / 1000 };
}
