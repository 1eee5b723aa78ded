import type { ResultSet, Row, Value } from '@libsql/core/api'
import { ResultSetImpl } from '@libsql/core/util'
import type { WireCell, WireResult } from './protocol.ts'

/**
 * A row read by index, by name and by `length`, as the rows of `@libsql/client` are: names are its enumerable keys, the
 * first of equal names wins. Index access lives on the prototype, so a row costs one object and its named fields.
 */
class EmbeddedRow {
  readonly #cells: WireCell[]

  constructor(cells: WireCell[], shape: RowShape) {
    this.#cells = cells
    const target: Record<string, unknown> = fieldsOf(this)
    for (const { name, index } of shape.plainFields) target[name] = cells[index]
    for (const { name, index } of shape.oddFields) {
      Object.defineProperty(this, name, { value: cells[index], enumerable: true, configurable: true, writable: true })
    }
  }

  get length(): number {
    return this.#cells.length
  }

  static cell(row: EmbeddedRow, index: number): WireCell | undefined {
    return row.#cells[index]
  }
}

function fieldsOf(row: EmbeddedRow): Record<string, unknown> {
  return row as unknown as Record<string, unknown>
}

function asRow(row: EmbeddedRow): Row {
  return row as unknown as Row & Record<number, Value>
}

let indexedColumns = 0

function indexUpTo(count: number): void {
  for (; indexedColumns < count; indexedColumns++) {
    const index = indexedColumns
    Object.defineProperty(EmbeddedRow.prototype, index, {
      get(this: EmbeddedRow) {
        return EmbeddedRow.cell(this, index)
      },
    })
  }
}

interface Field {
  name: string
  index: number
}

/** The columns of a result, prepared once for all rows that share them. */
export class RowShape {
  readonly columns: string[]
  readonly columnTypes: string[]
  readonly plainFields: Field[] = []
  readonly oddFields: Field[] = []

  constructor(columns: string[], columnTypes: string[]) {
    this.columns = columns
    this.columnTypes = columnTypes
    indexUpTo(columns.length)
    const seen = new Set(['length'])
    for (const [index, name] of columns.entries()) {
      const isNumber = /^\d+$/.test(name)
      if (seen.has(name) || (isNumber && Number(name) < columns.length)) continue
      seen.add(name)
      const fields = isNumber || name === '__proto__' ? this.oddFields : this.plainFields
      fields.push({ name, index })
    }
  }

  toRow(cells: WireCell[]): Row {
    return asRow(new EmbeddedRow(cells, this))
  }
}

const noColumns = new RowShape([], [])

/** Remembers the shapes one worker has sent; a new worker begins a new book. */
export class ShapeBook {
  readonly #shapes = new Map<number, RowShape>()

  toResultSet(result: WireResult): ResultSet {
    const shape = this.#shapeOf(result)
    const rows = result.rows.map(cells => shape.toRow(cells))
    return new ResultSetImpl([...shape.columns], [...shape.columnTypes], rows, result.affected, result.rowid)
  }

  #shapeOf(result: WireResult): RowShape {
    if (result.columns) {
      const shape = new RowShape(result.columns, result.columnTypes ?? [])
      this.#shapes.set(result.shape, shape)
      return shape
    }
    return this.#shapes.get(result.shape) ?? noColumns
  }
}
