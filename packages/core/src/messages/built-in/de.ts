import type { BuiltInMessages } from './types.ts'

export const de: BuiltInMessages = {
  request: {
    dm: `Hallo @{{handle}}, hier ist {{brand}}. Dein Beitrag über uns gefällt uns sehr, und wir würden ihn gern als Spark Ad mehr Menschen zeigen, von deinem eigenen Konto aus.

Hier kannst du alles ansehen und Ja oder Nein sagen, ohne Anmeldung:
{{link}}

Beiträge: {{count}}. Freigabe: {{days}} Tage. Vielen Dank!`,
    subject: '{{brand}} möchte deinen Beitrag als Spark Ad zeigen',
    email: `Hallo {{handle}},

hier ist {{brand}}. Dein Beitrag über uns gefällt uns sehr, und wir würden ihn gern als Spark Ad mehr Menschen zeigen, von deinem eigenen Konto aus und unter deinem Namen.

Hier kannst du alles ansehen und Ja oder Nein sagen, ohne Anmeldung:
{{link}}

Beiträge: {{count}}. Freigabe: {{days}} Tage. Eine Antwort bis {{respondBy}} würde uns sehr helfen.

Vielen Dank!
{{brand}}`,
    sms: '{{brand}}: Dürfen wir deinen Beitrag als Spark Ad zeigen? Ansehen und Ja oder Nein sagen, ohne Anmeldung: {{link}}',
    comment: 'Wie schön! Dürfen wir das als Spark Ad zeigen? {{shortUrl}} {{brand}}',
  },
  reminder: {
    dm: `Hallo @{{handle}}, hier ist noch einmal {{brand}}. Wir würden deinen Beitrag immer noch gern als Spark Ad zeigen. Ein Nein ist auch in Ordnung; beides dauert nur eine Minute, und der Link gilt weiter:
{{link}}

Beiträge: {{count}}. Vielen Dank!`,
    subject: 'Eine kurze Erinnerung von {{brand}}',
    email: `Hallo {{handle}},

eine kurze Erinnerung: Wir würden deinen Beitrag immer noch gern als Spark Ad zeigen. Ein Nein ist auch in Ordnung, beides dauert nur eine Minute. Der Link gilt weiter:
{{link}}

Beiträge: {{count}}. Eine Antwort bis {{respondBy}} würde uns sehr helfen.

Vielen Dank!
{{brand}}`,
    sms: '{{brand}}: Eine kurze Erinnerung. Dürfen wir deinen Beitrag als Spark Ad zeigen? Ja oder Nein, beides hilft: {{link}}',
    comment: 'Kleine Erinnerung: Ja oder Nein, beides ist gut! {{shortUrl}} {{brand}}',
  },
  typed: 'Lässt sich der Link hier nicht antippen, kopiere ihn in deinen Browser oder tippe dort diese Adresse ein: {{shortUrl}}',
}
