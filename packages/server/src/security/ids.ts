import { ID_PREFIXES, type IdKind } from '@sparkkit/core'
import { typeid } from 'typeid-js'

/** A TypeID: sortable by the wall time of its making. */
export const newId = (kind: IdKind): string => typeid(ID_PREFIXES[kind]).toString()
