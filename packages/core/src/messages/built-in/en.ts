import type { BuiltInMessages } from './types.ts'

export const en: BuiltInMessages = {
  request: {
    dm: `Hi @{{handle}}! It's {{brand}}. We love what you posted about us and would like to show it to more people as a Spark Ad, from your own account.

You can look at the details and say yes or no here, no sign-up needed:
{{link}}

Posts: {{count}}. Authorization: {{days}} days. Thank you!`,
    subject: '{{brand}} would like to run your post as a Spark Ad',
    email: `Hi {{handle}},

It's {{brand}}. We love what you posted about us and would like to show it to more people as a Spark Ad, from your own account and with your name on it.

You can look at the details and say yes or no here, no sign-up needed:
{{link}}

Posts: {{count}}. Authorization: {{days}} days. An answer by {{respondBy}} would help us a lot.

Thank you!
{{brand}}`,
    sms: '{{brand}}: may we run your post as a Spark Ad? Look and say yes or no, no sign-up: {{link}}',
    comment: 'We love this! May we share it as a Spark Ad? {{shortUrl}} {{brand}}',
  },
  reminder: {
    dm: `Hi @{{handle}}, it's {{brand}} again. We would still love to show your post as a Spark Ad. A no is fine too; either way it takes a minute, and the link still works:
{{link}}

Posts: {{count}}. Thank you!`,
    subject: 'A short reminder from {{brand}}',
    email: `Hi {{handle}},

A short reminder: we would still love to show your post as a Spark Ad. A no is fine too, and either way it takes a minute. The link still works:
{{link}}

Posts: {{count}}. An answer by {{respondBy}} would help us a lot.

Thank you!
{{brand}}`,
    sms: '{{brand}}: a short reminder. May we run your post as a Spark Ad? A yes or a no is welcome: {{link}}',
    comment: 'A kind reminder: yes or no, both are fine! {{shortUrl}} {{brand}}',
  },
  typed: 'If the link cannot be tapped here, copy it into your browser, or type this address there: {{shortUrl}}',
}
