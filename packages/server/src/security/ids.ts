import { ID_PREFIXES, type IdKind } from '@sparkkit/core'
import { TypeID, typeid } from 'typeid-js'

/** A TypeID: sortable by the wall time of its making. */
export const newId = (kind: IdKind): string => typeid(ID_PREFIXES[kind]).toString()

/** The wall time in an id, epoch milliseconds: when it was made. */
export const timeOfId = (id: string): number => Number.parseInt(TypeID.fromString(id).toUUID().replaceAll('-', '').slice(0, 12), 16)
