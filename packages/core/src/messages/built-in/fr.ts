import type { BuiltInMessages } from './types.ts'

export const fr: BuiltInMessages = {
  request: {
    dm: `Bonjour @{{handle}} ! Ici {{brand}}. Nous adorons ce que vous avez publié sur nous et aimerions le montrer à plus de monde en Spark Ad, depuis votre propre compte.

Vous pouvez voir les détails et dire oui ou non ici, sans inscription :
{{link}}

Publications : {{count}}. Autorisation : {{days}} jours. Merci !`,
    subject: '{{brand}} aimerait diffuser votre publication en Spark Ad',
    email: `Bonjour {{handle}},

Ici {{brand}}. Nous adorons ce que vous avez publié sur nous et aimerions le montrer à plus de monde en Spark Ad, depuis votre propre compte et sous votre nom.

Vous pouvez voir les détails et dire oui ou non ici, sans inscription :
{{link}}

Publications : {{count}}. Autorisation : {{days}} jours. Une réponse avant le {{respondBy}} nous aiderait beaucoup.

Merci !
{{brand}}`,
    sms: '{{brand}} : pouvons-nous diffuser votre publication en Spark Ad ? Dites oui ou non, sans inscription : {{link}}',
    comment: 'On adore ! Pouvons-nous en faire un Spark Ad ? {{shortUrl}} {{brand}}',
  },
  reminder: {
    dm: `Bonjour @{{handle}}, c'est encore {{brand}}. Nous aimerions toujours montrer votre publication en Spark Ad. Un non nous va aussi ; cela prend une minute, et le lien fonctionne toujours :
{{link}}

Publications : {{count}}. Merci !`,
    subject: 'Un petit rappel de {{brand}}',
    email: `Bonjour {{handle}},

Un petit rappel : nous aimerions toujours montrer votre publication en Spark Ad. Un non nous va aussi, et cela prend une minute. Le lien fonctionne toujours :
{{link}}

Publications : {{count}}. Une réponse avant le {{respondBy}} nous aiderait beaucoup.

Merci !
{{brand}}`,
    sms: '{{brand}} : un petit rappel. Pouvons-nous diffuser votre publication en Spark Ad ? Un oui ou un non nous va : {{link}}',
    comment: 'Petit rappel : oui ou non, les deux nous vont ! {{shortUrl}} {{brand}}',
  },
  typed: "Si le lien ne s'ouvre pas d'ici, copiez-le dans votre navigateur ou tapez-y cette adresse : {{shortUrl}}",
}
