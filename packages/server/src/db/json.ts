/** What engines print differently: SQL for the text of a JSON value, made of a column. Null is printed as `null`. */
export interface JsonPrinter {
  text(column: string): string
  /** Epoch milliseconds as ISO 8601 UTC with milliseconds. */
  time(column: string): string
}

export const sqliteJson: JsonPrinter = {
  text: column => `json_quote(${column})`,
  time: column => `coalesce('"' || replace(datetime(${column} / 1000.0, 'unixepoch', 'subsec'), ' ', 'T') || 'Z"', 'null')`,
}

export const postgresJson: JsonPrinter = {
  text: column => `coalesce(CAST(to_json(${column}) AS text), 'null')`,
  time: column =>
    `coalesce(to_char(timestamp 'epoch' + ${column} * interval '1 millisecond', '\\"YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\\"'), 'null')`,
}

export const jsonNumber = (column: string): string => `coalesce(CAST(${column} AS text), 'null')`
export const jsonFlag = (column: string): string => `CASE WHEN ${column} THEN 'true' ELSE 'false' END`

/** SQL for the text of each field's value; a JSON column is its own. Never a value from outside. */
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
