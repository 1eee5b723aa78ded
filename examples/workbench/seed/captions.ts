import type { Language } from './creators.ts'
import type { Random } from './random.ts'

const PRODUCTS = [
  'barrier serum',
  'cloud cleanser',
  'daily veil SPF',
  'night shift cream',
  'dew mist',
  'reset mask',
  'eye ease',
  'lip quilt',
]

const SLOTS: Readonly<Record<string, readonly string[]>> = {
  product: PRODUCTS,
  moment: [
    'a 12 hour flight',
    'a week of night shifts',
    'finals',
    'two days at a festival',
    'a long run',
    'moving house',
    'a red-eye',
    'winter break',
  ],
  skin: ['dry', 'oily', 'sensitive', 'combination', 'angry', 'acne-prone', 'tired'],
  who: ['my mum', 'my boyfriend', 'my flatmate', 'my sister', 'my dad', 'my dermatologist friend', 'the whole gym'],
  days: ['five', 'seven', 'ten', 'fourteen', 'thirty', 'sixty'],
}

const CAPTIONS: Readonly<Record<Language, readonly string[]>> = {
  en: [
    '{Days} nights with the {product}, honest take',
    'POV: your skin after {moment}',
    'Stop scrubbing. Do this instead',
    'The only {product} that survived {moment}',
    'Get unready with me, lazy edition',
    '{Who} stole my {product} again',
    'Day {days} of being nice to my {skin} skin',
    'I read the whole ingredient list so you do not have to',
    'Things I would tell my {skin}-skinned younger self',
    'Is the {product} worth it? I did the maths',
    'Three products, no filter, one very early alarm',
    'I tested it on half my face for {days} days',
    'My bathroom shelf has a new favourite and it is the {product}',
    'Nobody asked but here is my whole routine after {moment}',
    'Trying the {product} that sold out twice',
    'The texture of the {product} is the whole video',
    'Skin cycling for people who forget what day it is',
    'Packing my skincare for {moment}, carry-on only',
    'How I got {who} to finally wear SPF',
    'If your skin is {skin}, watch to the end',
    'Asked {who} to review my routine and it got personal',
    'Rating every {product} I finished this year',
    'This is what {days} days without exfoliating looks like',
    'My {skin} skin met the {product} and they got along',
    'Morning routine, but the baby is on my hip',
    'Before you buy the {product}, watch this',
    'A derm explains why less is more (finally)',
    'Two minutes, four steps, zero excuses',
    'The {product} at 6 am versus at 11 pm',
    'Reapplying SPF over make-up without crying',
    'Empties! What I would buy again and what I would not',
    'I let {who} pick my routine for {days} days',
    'What {moment} did to my face and how I fixed it',
    'Barrier first, everything else later',
    'You are using too much {product}. This is enough',
    'Sorry to everyone I told to use hot water',
    'My make-up artist asked what I changed. It was the {product}',
    'A quiet evening, a candle, the {product}',
    'Doing my skincare in the car because life',
    'We blind-tested {days} moisturisers and one won by a lot',
    'Answering your questions about the {product}',
    'Small win: no flare-up after {moment}',
    'Unboxing the new {product} with cold hands',
    'The order matters: thin to thick, with one exception',
    'My skin in January versus now, same light, no filter',
    'How much {product} do you really need? A tutorial with peas',
    'Travel size haul, {product} edition',
    'Redness from here to here, then this',
    'Gym bag skincare that does not leak',
    'I stopped doing my ten steps. This happened',
    'One bottle, {days} days, every single morning',
    'Telling {who} the truth about their twelve step routine',
  ],
  es: [
    'Siete noches con el sérum barrera, opinión sincera',
    'Mi rutina de mañana en dos minutos y sin filtros',
    'Lo que nadie te cuenta de la piel sensible',
    'Probé el limpiador nube durante un mes y pasó esto',
    'El único protector solar que no me deja blanca',
    'Mi madre me ha robado la crema de noche otra vez',
    'Rutina para pieles cansadas después de trabajar de noche',
    '¿Vale la pena? Lo he probado en media cara',
    'Menos pasos, mejor piel: así lo hago yo',
    'Preparo la maleta: solo lo que de verdad uso',
  ],
  de: [
    'Sieben Nächte mit dem Barriere-Serum, ehrliche Meinung',
    'Meine Morgenroutine in zwei Minuten, ohne Filter',
    'Der einzige Sonnenschutz, der nicht weißelt',
    'Ich habe es auf einer Gesichtshälfte getestet',
    'Hautpflege nach der Nachtschicht, ganz ruhig',
    'Was ich meiner Haut mit zwanzig gern erspart hätte',
    'Weniger ist mehr: drei Schritte, fertig',
    'Aufgebraucht! Was ich wieder kaufen würde',
    'Mein Bruder hat jetzt auch eine Routine',
  ],
  fr: [
    'Sept nuits avec le sérum barrière, avis honnête',
    'Ma routine du soir, version paresseuse',
    'La seule crème solaire que je remets vraiment',
    'Peau sensible : ce que j’ai arrêté de faire',
    'Je l’ai testé sur une moitié du visage pendant un mois',
    'Ce que ma grand-mère pense de ma routine',
    'Trois gestes, deux minutes, zéro filtre',
    'Ma trousse de voyage, uniquement l’essentiel',
  ],
  ja: [
    'バリアセラムを七日間使ってみた正直な感想',
    '夜勤明けのスキンケア、これだけで十分',
    '朝の二分ルーティン、フィルターなし',
    '敏感肌の私がやめた三つのこと',
    '白くならない日焼け止め、やっと見つけた',
    '母にクリームを取られました',
    '使い切りコスメ、また買うものと買わないもの',
  ],
}

const TAGS: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'skintok',
    'skincareroutine',
    'barrierrepair',
    'spf',
    'grwm',
    'getunreadywithme',
    'sensitiveskin',
    'honestreview',
    'shelfie',
    'skincycling',
    'empties',
    'nofilter',
  ],
  es: ['rutinadepiel', 'pielsensible', 'sinfiltros', 'cuidadodelapiel', 'skintok'],
  de: ['hautpflege', 'morgenroutine', 'ohnefilter', 'empfindlichehaut', 'skintok'],
  fr: ['peausensible', 'routinesoin', 'sansfiltre', 'soinvisage', 'skintok'],
  ja: ['スキンケア', '敏感肌', '美容', '朝活', 'skintok'],
}

const fill = (template: string, random: Random): string =>
  template.replace(/\{(\w)(\w*)\}/g, (_, first: string, rest: string) => {
    const value = random.pick(SLOTS[first.toLowerCase() + rest] ?? [''])
    return first === first.toUpperCase() ? `${value.charAt(0).toUpperCase()}${value.slice(1)}` : value
  })

/** Sentences in a new order each time they are used up, so that neighbours differ. */
export function createCaptions(random: Random): (language: Language, isPartner: boolean) => string {
  const piles = new Map<Language, readonly string[]>()
  const draw = (language: Language): string => {
    const left = piles.get(language) ?? []
    const [first = '', ...rest] = left.length > 0 ? left : random.shuffle(CAPTIONS[language])
    piles.set(language, rest)
    return first
  }
  return (language, isPartner) => {
    const own = random.shuffle(TAGS[language]).slice(0, random.int(1, 3))
    const tags = ['lumenskin', ...(isPartner ? ['lumenpartner'] : []), ...own]
    return [fill(draw(language), random), '@lumenskin', ...tags.map(tag => `#${tag}`)].join(' ')
  }
}
