import { visitorProfile } from '#connector.config';
import { signedGet } from '../connector/endpoint/endpoint.ts';
import { answerProfile } from '../connector/plugins/visitor-profile.ts';

export const handler = signedGet('GET /visitor-profile', (call) => answerProfile(visitorProfile!, call));
