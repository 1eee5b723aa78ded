/** How an engine prints JSON. Parts are SQL text of ours (columns and what is made of them here), never values from outside. */
export interface JsonPrinter {
  object(fields: Readonly<Record<string, string>>): string
  /** An object without those of its fields that are null. */
  compact(object: string): string
  /** A JSON column. */
  value(column: string): string
  flag(column: string): string
  /** Epoch milliseconds as ISO 8601 UTC with milliseconds; null stays null. */
  time(column: string): string
  /** A finished object as text. */
  text(object: string): string
}

const fieldsOf = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .map(([name, part]) => `'${name}', ${part}`)
    .join(', ')

export const sqliteJson: JsonPrinter = {
  object: fields => `json_object(${fieldsOf(fields)})`,
  compact: object => `json_patch('{}', ${object})`,
  value: column => `json(${column})`,
  flag: column => `json(CASE WHEN ${column} THEN 'true' ELSE 'false' END)`,
  time: column => `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`,
  text: object => object,
}

export const postgresJson: JsonPrinter = {
  object: fields => `json_build_object(${fieldsOf(fields)})`,
  compact: object => `json_strip_nulls(${object})`,
  value: column => column,
  flag: column => column,
  time: column => `to_char(timestamp 'epoch' + ${column} * interval '1 millisecond', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  text: object => `CAST(${object} AS text)`,
}
