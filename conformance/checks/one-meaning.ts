import { randomUUID } from 'node:crypto';
import type { Check } from '../check.ts';
import { requireAcknowledged, requireProblem, requireStatus, show } from '../requirements.ts';

/**
 * Neither the path nor the content type is signed: what means something to one reader must mean nothing to another. Nothing
 * here would do harm where it does: the event is of a type that nobody knows.
 */

const formType = 'application/x-www-form-urlencoded';
const eventForm = `eventType=conformance.meaning&eventId=${randomUUID()}`;

export const meaningChecks: readonly Check[] = [
  {
    name: 'json-as-form',
    title: 'Signed JSON sent as a form is 400, whatever its texts hold: a form holds no raw ".',
    async run({ calls }) {
      const text = `x&${eventForm}&y=`;
      const bodies = [
        JSON.stringify([{ key: 'feedUser', value: text }]),
        JSON.stringify([{ id: 'field_feedUser', value: text, fieldType: 'TEXT' }]),
        JSON.stringify({ eventType: 'conformance.meaning', satisfactionComment: text }),
      ];
      for (const body of bodies) {
        requireProblem(await calls.post('/webhooks', body, { contentType: formType }), 400, 'invalid_request');
      }
      return undefined;
    },
  },
  {
    name: 'json-as-query',
    title: 'Signed JSON sent as a query is 400, or 401 behind a gateway that escapes it: a query holds no raw ".',
    async run({ calls, website }) {
      const text = `x&idWebsite=${website}&limit=1&y=`;
      for (const path of ['/products', '/categories']) {
        const exchange = await calls.get(path, JSON.stringify([{ key: 'feedUser', value: text }]));
        requireStatus(exchange, [400, 401], 'for JSON as a query');
      }
      return undefined;
    },
  },
  {
    name: 'raw-marks-in-form',
    title: 'A form that holds a raw " or a control character is 400.',
    async run({ calls }) {
      for (const mark of ['"', '\n', '\t', '\u0000', '\u007f']) {
        const exchange = await calls.post('/webhooks', `${eventForm}&x=${mark}`, { contentType: formType });
        requireProblem(exchange, 400, 'invalid_request', { after: `for a form that holds ${show(mark)}` });
      }
      return undefined;
    },
  },
  {
    name: 'escaped-marks-in-form',
    title: 'A form that holds them escaped is accepted.',
    async run({ calls }) {
      const body = `${eventForm}&x=%22%26idWebsite%3Dha-1%0D%0A%09&in[ner]=1`;
      requireAcknowledged(await calls.post('/webhooks', body, { contentType: formType }), 'a form with escapes');
      return undefined;
    },
  },
  {
    name: 'query-in-form',
    title: 'A form that holds both eventType and idWebsite is 400: it would be a query too.',
    async run({ calls, website }) {
      for (const body of [`${eventForm}&idWebsite=${website}`, `idWebsite=${website}&${eventForm}`]) {
        requireProblem(await calls.post('/webhooks', body, { contentType: formType }), 400, 'invalid_request');
      }
      return undefined;
    },
  },
  {
    name: 'form-in-query',
    title: 'A query that holds both eventType and idWebsite is 400: it would be a form too.',
    async run({ calls, website }) {
      for (const path of ['/products', '/categories']) {
        for (const query of [`idWebsite=${website}&${eventForm}`, `${eventForm}&limit=1&idWebsite=${website}`]) {
          requireProblem(await calls.get(path, query), 400, 'invalid_request');
        }
      }
      return undefined;
    },
  },
];
