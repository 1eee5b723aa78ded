import type { ShortCodeMessages } from './types.ts'

export const pt: ShortCodeMessages = {
  title: 'Responda com o seu código curto',
  lead: 'Uma marca enviou um código curto em uma mensagem. Digite-o aqui com o seu usuário e diga sim ou não, sem cadastro.',
  code: 'Código curto',
  handle: 'Seu usuário do TikTok ou Instagram',
  submit: 'Avançar',
  unknown: 'Este código e este usuário não combinam, ou o código não vale mais. Confira os dois ou abra o link da mensagem.',
  locked: 'Tentativas demais. Abra o link da mensagem ou tente de novo em uma hora.',
  answerOnly:
    'Você abriu esta página com um código curto: aqui você pode responder. Para todo o resto, e para depois, abra o link da mensagem.',
  answered: 'Sua resposta chegou. Para vê-la de novo ou mudá-la, abra o link da mensagem.',
}
