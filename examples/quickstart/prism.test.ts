import { connection } from './connection.ts'
import { throughPrism } from './prism.ts'

connection.open = throughPrism
await import('./story.ts')
