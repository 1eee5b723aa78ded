import { ID_PREFIXES, type IdKind } from '@sparkkit/core'
import { TypeID, typeidUnboxed } from 'typeid-js'

/** A TypeID: sortable by the wall time of its making. */
export const newId = (kind: IdKind): string => typeidUnboxed(ID_PREFIXES[kind])

/** The wall time in an id, epoch milliseconds: when it was made. */
export const timeOfId = (id: string): number => Number.parseInt(TypeID.fromString(id).toUUID().replaceAll('-', '').slice(0, 12), 16)
