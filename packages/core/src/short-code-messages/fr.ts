import type { ShortCodeMessages } from './types.ts'

export const fr: ShortCodeMessages = {
  title: 'Répondre avec votre code court',
  lead: 'Une marque vous a envoyé un code court dans un message. Saisissez-le ici avec votre pseudo et dites oui ou non, sans inscription.',
  code: 'Code court',
  handle: 'Votre pseudo TikTok ou Instagram',
  submit: 'Continuer',
  unknown: 'Ce code et ce pseudo ne vont pas ensemble, ou le code n’est plus valable. Vérifiez les deux, ou ouvrez le lien du message.',
  locked: 'Trop d’essais. Ouvrez le lien du message, ou réessayez dans une heure.',
  answerOnly:
    'Vous avez ouvert cette page avec un code court : vous pouvez répondre ici. Pour tout le reste, et pour plus tard, ouvrez le lien du message.',
  answered: 'Votre réponse est enregistrée. Pour la revoir ou la changer, ouvrez le lien du message.',
}
