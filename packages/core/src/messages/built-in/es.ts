import type { BuiltInMessages } from './types.ts'

export const es: BuiltInMessages = {
  request: {
    dm: `¡Hola, @{{handle}}! Somos {{brand}}. Nos encanta lo que has publicado sobre nosotros y nos gustaría mostrarlo a más gente como Spark Ad, desde tu propia cuenta.

Aquí puedes ver los detalles y decir que sí o que no, sin registrarte:
{{link}}

Publicaciones: {{count}}. Autorización: {{days}} días. ¡Gracias!`,
    subject: '{{brand}} quiere mostrar tu publicación como Spark Ad',
    email: `Hola, {{handle}}:

Somos {{brand}}. Nos encanta lo que has publicado sobre nosotros y nos gustaría mostrarlo a más gente como Spark Ad, desde tu propia cuenta y con tu nombre.

Aquí puedes ver los detalles y decir que sí o que no, sin registrarte:
{{link}}

Publicaciones: {{count}}. Autorización: {{days}} días. Nos ayudaría mucho tener tu respuesta antes del {{respondBy}}.

¡Gracias!
{{brand}}`,
    sms: '{{brand}}: ¿nos dejas usar tu publicación como Spark Ad? Míralo y di sí o no, sin registro: {{link}}',
    comment: '¡Nos encanta! ¿Podemos usarlo como Spark Ad? {{shortUrl}} {{brand}}',
  },
  reminder: {
    dm: `Hola de nuevo, @{{handle}}, somos {{brand}}. Nos sigue haciendo ilusión mostrar tu publicación como Spark Ad. Si prefieres que no, también está bien; en ambos casos es un minuto y el enlace sigue funcionando:
{{link}}

Publicaciones: {{count}}. ¡Gracias!`,
    subject: 'Un breve recordatorio de {{brand}}',
    email: `Hola, {{handle}}:

Un breve recordatorio: nos sigue haciendo ilusión mostrar tu publicación como Spark Ad. Si prefieres que no, también está bien; en ambos casos es un minuto. El enlace sigue funcionando:
{{link}}

Publicaciones: {{count}}. Nos ayudaría mucho tener tu respuesta antes del {{respondBy}}.

¡Gracias!
{{brand}}`,
    sms: '{{brand}}: un breve recordatorio. ¿Nos dejas usar tu publicación como Spark Ad? Nos vale un sí o un no: {{link}}',
    comment: 'Un recordatorio: sí o no, ¡las dos respuestas valen! {{shortUrl}} {{brand}}',
  },
  typed: 'Si aquí no puedes tocar el enlace, cópialo en tu navegador o escribe allí esta dirección: {{shortUrl}}',
}
