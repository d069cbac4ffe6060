import { closingForm } from '#connector.config';
import { signedGet } from '../connector/endpoint/endpoint.ts';
import { answerForm } from '../connector/plugins/closing-form.ts';

export const handler = signedGet('GET /closing-form', (call) => answerForm(closingForm!, call));
