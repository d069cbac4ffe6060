import { visitorProfile } from '#connector.config';
import { signedPost } from '../connector/endpoint/endpoint.ts';
import { answerAction } from '../connector/plugins/visitor-profile.ts';

export const handler = signedPost('POST /visitor-profile', { accepts: ['application/json'] }, (call) =>
  answerAction(visitorProfile!, call),
);
