import type { ClosingForm } from '../../connector/plugins/closing-form.ts';

/** Why the visitor came, and whom to call back: asked in the agent's language, from nothing of the shop. */
export const closingReasons: ClosingForm = {
  async fields(locale) {
    const say = (english: string, french: string) => (locale.startsWith('fr') ? french : english);
    return [
      {
        id: 'reason',
        label: say('Reason of the contact', 'Motif du contact'),
        fieldType: 'SELECT',
        isRequired: true,
        options: [
          { label: say('Advice', 'Conseil'), value: 'ADVICE' },
          { label: say('An order', 'Une commande'), value: 'ORDER' },
          { label: say('A complaint', 'Une réclamation'), value: 'COMPLAINT' },
        ],
      },
      { id: 'call', label: say('To be called back', 'À rappeler'), fieldType: 'CHECKBOX', isRequired: false },
      { id: 'phone', idParent: 'call', label: say('Phone', 'Téléphone'), fieldType: 'TEXT', isRequired: true },
      { id: 'note', label: say('Note', 'Note'), fieldType: 'TEXTAREA', isRequired: false },
    ];
  },
};
