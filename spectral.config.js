import owasp from '@stoplight/spectral-owasp-ruleset'
import { oas } from '@stoplight/spectral-rulesets'

/** What callers send: parameters and JSON bodies. */
const sent = type => {
  const places = ['requestBody.content[?(@property.match(/json/))].schema.', 'parameters[*].']
  const ofType = [`[?(@ && @.type=="${type}")]`, `[?(@ && @.type && @.type.constructor.name === "Array" && @.type.includes("${type}"))]`]
  return places.flatMap(place => ofType.map(filter => `$.paths[*][*].${place}.${filter}`))
}

/** The creator's page and the ad team's. */
const PAGES = [
  ...['', '/opened', '/check', '/sort', '/approve', '/reject', '/withdraw', '/receipts/{requestId}'].map(
    verb => `/v1/approvals/{token}${verb}`,
  ),
  ...['', '/reveal', '/export', '/used'].map(verb => `/v1/shared-codes/{token}${verb}`),
]

const pointer = path => `packages/server/openapi.json#/paths/${encodeURI(path.replaceAll('/', '~1'))}`

/** The rules of OpenAPI and of OWASP's API top ten: all of them, but for what is named here with its reason. */
export default {
  extends: [
    oas,
    {
      ...owasp,
      // Sizes bound what callers send. A limit on what we answer would protect nobody and break clients when it grows.
      aliases: { StringProperties: sent('string'), IntegerProperties: sent('integer'), ArrayProperties: sent('array') },
    },
  ],
  rules: {
    // Captions, names and messages are free text in every script: they have a length and no pattern.
    'owasp:api4:2023-string-restricted': 'off',
    // The frame sends it with every answer under /v1, which the tests of the contract see to; said a thousand times it tells nothing.
    'owasp:api8:2023-define-cors-origin': 'off',
    // Roles may stand beside a bearer scheme since OpenAPI 3.1; the rule knows those of OAuth only.
    'oas3-operation-security-defined': 'off',
    // The document is the same for every environment, and whoever runs one names it.
    'owasp:api9:2023-inventory-environment': 'off',
    // Who calls without a key is counted with nobody: a 401 has nothing to tell of limits.
    'owasp:api4:2023-rate-limit': {
      ...owasp.rules['owasp:api4:2023-rate-limit'],
      given: '$.paths[*]..responses[?(@property.match(/^(2|4(?!01))/))]',
    },
  },
  overrides: [
    {
      // The token in the address is the only authority, so that nobody has to sign up: 144 random bits, kept out of
      // logs, limited per link and per address instead of per key.
      files: PAGES.map(pointer),
      rules: {
        'owasp:api2:2023-no-credentials-in-url': 'off',
        'owasp:api2:2023-write-restricted': 'off',
        'owasp:api2:2023-read-restricted': 'off',
        'owasp:api8:2023-define-error-responses-401': 'off',
        'owasp:api4:2023-rate-limit': 'off',
      },
    },
  ],
}
