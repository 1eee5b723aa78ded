export type Language = 'en' | 'es' | 'de' | 'fr' | 'ja'

export interface Creator {
  readonly handle: string
  readonly name: string
  readonly language: Language
  /** How often they post about the brand, against the others. */
  readonly share: number
}

/** Nobody of these exists. */
export const CREATORS: readonly Creator[] = [
  { handle: 'mara.glow', name: 'Mara Lindqvist', language: 'en', share: 9 },
  { handle: 'jun.skin', name: 'Jun Park', language: 'en', share: 8 },
  { handle: 'kofi.care', name: 'Kofi Mensah', language: 'en', share: 7 },
  { handle: 'theo_routine', name: 'Theo Albright', language: 'en', share: 6 },
  { handle: 'priya.daily', name: 'Priya Raman', language: 'en', share: 6 },
  { handle: 'lou.bathroomshelf', name: 'Lou Ferris', language: 'en', share: 5 },
  { handle: 'anais.nuit', name: 'Anaïs Moreau', language: 'fr', share: 5 },
  { handle: 'dev_dermis', name: 'Dev Kapoor', language: 'en', share: 5 },
  { handle: 'noor.minimal', name: 'Noor Haddad', language: 'en', share: 5 },
  { handle: 'wes.fiveam', name: 'Wes Okafor', language: 'en', share: 4 },
  { handle: 'lucia.sinfiltro', name: 'Lucía Serrano', language: 'es', share: 5 },
  { handle: 'hanna.hautnah', name: 'Hanna Brandt', language: 'de', share: 5 },
  { handle: 'mio.suhada', name: '美桜', language: 'ja', share: 4 },
  { handle: 'tess.spf', name: 'Tess Marlowe', language: 'en', share: 4 },
  { handle: 'barefaced.bea', name: 'Bea Castell', language: 'en', share: 4 },
  { handle: 'oliver.pores', name: 'Oliver Quist', language: 'en', share: 3 },
  { handle: 'sunday.sade', name: 'Sade Bello', language: 'en', share: 3 },
  { handle: 'ines.rutina', name: 'Inés Valdivia', language: 'es', share: 3 },
  { handle: 'camille.peaunue', name: 'Camille Roche', language: 'fr', share: 3 },
  { handle: 'jonas.badschrank', name: 'Jonas Feld', language: 'de', share: 3 },
  { handle: 'haru.morningcare', name: '陽', language: 'ja', share: 3 },
  { handle: 'ruby.reacts', name: 'Ruby Tran', language: 'en', share: 3 },
  { handle: 'sam.overthirty', name: 'Sam Whitlock', language: 'en', share: 3 },
  { handle: 'dewy.dana', name: 'Dana Volkov', language: 'en', share: 3 },
  { handle: 'miles.sensitive', name: 'Miles Carrow', language: 'en', share: 2 },
  { handle: 'zuri.textures', name: 'Zuri Adeyemi', language: 'en', share: 3 },
  { handle: 'eli.shelfie', name: 'Eli Novak', language: 'en', share: 2 },
  { handle: 'marta.poros', name: 'Marta Ibáñez', language: 'es', share: 2 },
  { handle: 'greta.gesicht', name: 'Greta Winkler', language: 'de', share: 2 },
  { handle: 'nurse.nadia', name: 'Nadia Farouk', language: 'en', share: 3 },
  { handle: 'thelazyserum', name: 'Ivy Dunmore', language: 'en', share: 2 },
  { handle: 'kai.after.surf', name: 'Kai Nakoa', language: 'en', share: 2 },
  { handle: 'rosalind.reads.labels', name: 'Rosalind Achterberg', language: 'en', share: 2 },
  { handle: 'studio.yasmin', name: 'Yasmin Ortega', language: 'en', share: 2 },
  { handle: 'pilar.cincuenta', name: 'Pilar Domènech', language: 'es', share: 2 },
  { handle: 'victor.runs.far', name: 'Victor Hale', language: 'en', share: 2 },
  { handle: 'aoi.nightshift', name: '葵', language: 'ja', share: 2 },
  { handle: 'clementine.soin', name: 'Clémentine Aubry', language: 'fr', share: 2 },
  { handle: 'freckled.finn', name: 'Finn Gallagher', language: 'en', share: 2 },
  { handle: 'mei.unboxes', name: 'Mei Tanaka-Ross', language: 'en', share: 2 },
  { handle: 'grandma.odile', name: 'Odile Verbeke', language: 'en', share: 1 },
  { handle: 'the.barrier.boys', name: 'The Barrier Boys', language: 'en', share: 2 },
  { handle: 'saltwater.sol', name: 'Sol Paredes', language: 'es', share: 1 },
  { handle: 'kind.to.skin.club', name: 'Kind to Skin Club', language: 'en', share: 1 },
  { handle: 'postpartum.paige', name: 'Paige Holloway', language: 'en', share: 1 },
]
