import type { BuiltInMessages } from './types.ts'

export const pt: BuiltInMessages = {
  request: {
    dm: `Olá, @{{handle}}! Aqui é {{brand}}. Adoramos o que você publicou sobre a gente e gostaríamos de mostrar a mais pessoas como Spark Ad, a partir da sua própria conta.

Você pode ver os detalhes e dizer sim ou não aqui, sem cadastro:
{{link}}

Publicações: {{count}}. Autorização: {{days}} dias. Agradecemos muito!`,
    subject: '{{brand}} gostaria de mostrar sua publicação como Spark Ad',
    email: `Olá, {{handle}},

Aqui é {{brand}}. Adoramos o que você publicou sobre a gente e gostaríamos de mostrar a mais pessoas como Spark Ad, a partir da sua própria conta e com o seu nome.

Você pode ver os detalhes e dizer sim ou não aqui, sem cadastro:
{{link}}

Publicações: {{count}}. Autorização: {{days}} dias. Uma resposta até {{respondBy}} nos ajudaria muito.

Agradecemos muito!
{{brand}}`,
    sms: '{{brand}}: podemos mostrar sua publicação como Spark Ad? Veja e diga sim ou não, sem cadastro: {{link}}',
    comment: 'Adoramos! Podemos mostrar isto como Spark Ad? {{shortUrl}} {{brand}}',
  },
  reminder: {
    dm: `Olá, @{{handle}}, aqui é {{brand}} de novo. Ainda gostaríamos de mostrar sua publicação como Spark Ad. Um não também está tudo bem; leva um minuto, e o link continua funcionando:
{{link}}

Publicações: {{count}}. Agradecemos muito!`,
    subject: 'Um breve lembrete de {{brand}}',
    email: `Olá, {{handle}},

Um breve lembrete: ainda gostaríamos de mostrar sua publicação como Spark Ad. Um não também está tudo bem, e leva só um minuto. O link continua funcionando:
{{link}}

Publicações: {{count}}. Uma resposta até {{respondBy}} nos ajudaria muito.

Agradecemos muito!
{{brand}}`,
    sms: '{{brand}}: um breve lembrete. Podemos mostrar sua publicação como Spark Ad? Um sim ou um não já ajuda: {{link}}',
    comment: 'Um lembrete: sim ou não, os dois valem! {{shortUrl}} {{brand}}',
  },
  typed: 'Se o link não abrir por aqui, copie-o para o seu navegador ou digite lá este endereço: {{shortUrl}}',
}
