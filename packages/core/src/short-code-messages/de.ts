import type { ShortCodeMessages } from './types.ts'

export const de: ShortCodeMessages = {
  title: 'Mit deinem Kurzcode antworten',
  lead: 'Eine Marke hat dir in einer Nachricht einen Kurzcode geschickt. Gib ihn hier mit deinem Namen ein, dann kannst du Ja oder Nein sagen, ohne Anmeldung.',
  code: 'Kurzcode',
  handle: 'Dein Name bei TikTok oder Instagram',
  submit: 'Weiter',
  unknown:
    'Dieser Code und dieser Name gehören nicht zusammen, oder der Code gilt nicht mehr. Prüfe beides, oder öffne den Link aus der Nachricht.',
  locked: 'Zu viele Versuche. Öffne den Link aus der Nachricht, oder versuche es in einer Stunde noch einmal.',
  answerOnly:
    'Du hast diese Seite mit einem Kurzcode geöffnet und kannst hier antworten. Für alles andere, und für später, öffne den Link aus der Nachricht.',
  answered: 'Deine Antwort ist da. Um sie wiederzusehen oder zu ändern, öffne den Link aus der Nachricht.',
}
