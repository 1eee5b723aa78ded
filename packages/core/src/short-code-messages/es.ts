import type { ShortCodeMessages } from './types.ts'

export const es: ShortCodeMessages = {
  title: 'Responde con tu código corto',
  lead: 'Una marca te ha enviado un código corto en un mensaje. Escríbelo aquí con tu usuario y podrás decir que sí o que no, sin registrarte.',
  code: 'Código corto',
  handle: 'Tu usuario de TikTok o Instagram',
  submit: 'Continuar',
  unknown: 'Este código y este usuario no van juntos, o el código ya no se usa. Revisa los dos o abre el enlace del mensaje.',
  locked: 'Demasiados intentos. Abre el enlace del mensaje o inténtalo de nuevo dentro de una hora.',
  answerOnly:
    'Has abierto esta página con un código corto: aquí puedes responder. Para todo lo demás, y para más adelante, abre el enlace del mensaje.',
  answered: 'Hemos recibido tu respuesta. Para verla otra vez o cambiarla, abre el enlace del mensaje.',
}
