import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { type LocalServer, listenLocally } from '../../dev/local-server.ts';

interface Received {
  route: string;
  body: string;
}

/** What a connector answers, by route; a status alone has an empty object for body. null hangs up. */
export type Answers = (received: Received) => number | { status: number; body: string } | null;

/** A server that answers what a test wants and remembers what it was asked. It is no connector: for tests of the run itself. */
export async function startStandIn(
  answers: Answers,
): Promise<LocalServer & { received: Received[]; mostAtOnce(): number }> {
  const received: Received[] = [];
  let [atOnce, most] = [0, 0];
  const server = createServer(async (request, response) => {
    most = Math.max(most, ++atOnce);
    const call = { route: `${request.method} ${request.url?.split('?')[0]}`, body: await text(request) };
    received.push(call);
    const answer = answers(call);
    atOnce--;
    if (answer === null) {
      request.socket.destroy();
      return;
    }
    const { status, body } = typeof answer === 'number' ? { status: answer, body: '{}' } : answer;
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  return { ...(await listenLocally(server, 0)), received, mostAtOnce: () => most };
}
