/** How an engine prints JSON: each part is SQL of ours, never a value from outside, for the text of one JSON value. */
export interface JsonPrinter {
  text(column: string): string
  number(column: string): string
  flag(column: string): string
  /** A JSON column that is never null. */
  value(column: string): string
  /** Epoch milliseconds as ISO 8601 UTC with milliseconds; null stays null. */
  time(column: string): string
}

const number = (column: string): string => `coalesce(CAST(${column} AS text), 'null')`
const flag = (column: string): string => `CASE WHEN ${column} THEN 'true' ELSE 'false' END`
const value = (column: string): string => column

export const sqliteJson: JsonPrinter = {
  text: column => `json_quote(${column})`,
  number,
  flag,
  value,
  time: column => `coalesce(strftime('"%Y-%m-%dT%H:%M:%fZ"', ${column} / 1000.0, 'unixepoch'), 'null')`,
}

export const postgresJson: JsonPrinter = {
  text: column => `coalesce(CAST(to_json(${column}) AS text), 'null')`,
  number,
  flag,
  value,
  time: column =>
    `coalesce(to_char(timestamp 'epoch' + ${column} * interval '1 millisecond', '\\"YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\\"'), 'null')`,
}

export type Fields = Readonly<Record<string, string>>

const members = (fields: Fields): string =>
  Object.entries(fields)
    .map(([name, part], index) => `'${index === 0 ? '' : ','}"${name}":', ${part}`)
    .join(', ')

// Text put together costs an engine less than its JSON functions, which build values only to print them.
export const jsonObject = (fields: Fields): string => `concat('{', ${members(fields)}, '}')`

/** The end of an object whose beginning someone else prints: fields and closing brace. */
export const jsonRest = (fields: Fields): string => `concat(${members(fields)}, '}')`

/** An object of numbers without those that are null. */
export function compactJson(columns: Fields): string {
  const given = Object.entries(columns).map(([name, column]) => `',"${name}":' || ${column}`)
  return `concat('{', substr(concat(${given.join(', ')}), 2), '}')`
}
