import { tagOf, wordOf } from './invent.ts'

/** What people do in the grid, as query strings. */
export const GRID_QUERIES: Readonly<Record<string, string>> = {
  newest: '',
  'platform + eligible': 'platform=tiktok&sparkEligible=true',
  'can be asked now': 'sparkEligible=true',
  'rare spark status': 'sparkStatus=approved',
  'views range, by views': 'minViews=1000&maxViews=100000&sort=-views',
  'date + views + platform': 'postedFrom=2026-05-01&postedTo=2026-09-01&minViews=10000&platform=instagram',
  'rare combination': 'platform=instagram&mediaType=story&minViews=1150000&maxViews=1200000',
  'rare combination, by views': 'platform=instagram&mediaType=story&postedFrom=2026-10-20&maxViews=20&sort=-views',
  'one creator': `creator=${wordOf(2)}.2`,
  'any of 3 hashtags': `hashtag=${tagOf(0)},${tagOf(30)},${tagOf(700)}`,
  'search: common word': `q=${wordOf(5)}`,
  'search: a and b': `q=${wordOf(1)}+${wordOf(40)}`,
  'search: beginning': `q=${wordOf(300).slice(0, 4)}*`,
  'search: rare word, one platform': `q=${wordOf(3900)}&platform=instagram`,
}

export const FACET_QUERIES: Readonly<Record<string, string>> = {
  'facets and exact count, whole': '',
  'facets, filtered': 'postedFrom=2026-05-01&minViews=1000&platform=tiktok',
  'facets, search': `q=${wordOf(5)}`,
}
