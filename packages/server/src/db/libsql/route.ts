export type Route = 'reader' | 'writer' | 'refused'

const leadingNoise = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?(?:\*\/|$)|;)+/
const connectionState = /\b(?:last_insert_rowid|changes|total_changes)\s*\(/i
const longestKnown = 5000
const known = new Map<string, Route>()

/**
 * Where a statement that stands alone runs. Readers get what can only read; everything unsure goes to the writer.
 * Transaction control is refused: it would leave the shared writer inside a transaction nobody owns.
 */
export function routeOf(sql: string): Route {
  const cached = known.get(sql)
  if (cached) return cached
  const route = decideRoute(sql)
  if (sql.length > longestKnown) return route
  if (known.size >= 1000) known.clear()
  known.set(sql, route)
  return route
}

function decideRoute(sql: string): Route {
  switch (firstWord(sql)) {
    case 'select':
    case 'values':
    case 'explain':
      return connectionState.test(sql) ? 'writer' : 'reader'
    case 'with':
      return mainVerbOfWith(sql) === 'select' && !connectionState.test(sql) ? 'reader' : 'writer'
    case 'begin':
    case 'commit':
    case 'end':
    case 'rollback':
    case 'savepoint':
    case 'release':
      return 'refused'
    default:
      return 'writer'
  }
}

const atomicVerbs = new Set(['insert', 'update', 'delete', 'replace', 'with', 'create', 'drop', 'alter', 'reindex', 'analyze'])

/** True for statements the writer may wrap in a transaction of its own; PRAGMA, VACUUM and ATTACH cannot be. */
export function canBeWrapped(sql: string): boolean {
  return atomicVerbs.has(firstWord(sql))
}

const groupedVerbs = new Set(['insert', 'update', 'delete', 'replace', 'with'])

/** True for the writes that may share a commit with their neighbours. */
export function canBeGrouped(sql: string): boolean {
  return groupedVerbs.has(firstWord(sql))
}

/** True when a statement may change the columns other statements answer with. */
export function changesSchema(sql: string): boolean {
  const verb = firstWord(sql)
  return verb === 'create' || verb === 'drop' || verb === 'alter' || verb === 'attach' || verb === 'detach'
}

function firstWord(sql: string): string {
  const start = leadingNoise.exec(sql)?.[0].length ?? 0
  return /^[a-z]+/i.exec(sql.slice(start, start + 16))?.[0].toLowerCase() ?? ''
}

const tokens =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\/|[()]|[a-z_$\u0080-\uffff][\w$\u0080-\uffff]*/gi
const mainVerbs = new Set(['select', 'values', 'insert', 'update', 'delete', 'replace'])

/** SQLite allows only reads inside a CTE, so the first verb outside parentheses decides. */
function mainVerbOfWith(sql: string): string {
  let depth = 0
  for (const [token] of sql.matchAll(tokens)) {
    if (token === '(') depth++
    else if (token === ')') depth--
    else if (depth === 0 && mainVerbs.has(token.toLowerCase())) return token.toLowerCase() === 'values' ? 'select' : token.toLowerCase()
  }
  return ''
}
