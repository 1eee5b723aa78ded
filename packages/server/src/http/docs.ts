import { ERRORS, isErrorCode } from '@sparkkit/core'
import { html } from 'hono/html'
import { Problem } from '../problem.ts'
import type { App } from './app.ts'
import { assetsRoute } from './assets.ts'
import { openApiDocument } from './openapi.ts'

const frame = (title: string, body: ReturnType<typeof html>) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="/assets/pages/page.css">
</head>
<body>${body}</body>
</html>`

/** The document, its browsable form and a page per error code, all served by us. */
export function docsRoutes(app: App): void {
  app.get('/openapi.json', c => c.json(openApiDocument(app, c.get('services').publicUrl)))

  app.get('/docs', c =>
    c.html(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>SparkKit API</title>
</head>
<body>
<div id="reference"></div>
<script src="/assets/scalar/standalone.js"></script>
<script src="/assets/pages/docs.js"></script>
</body>
</html>`),
  )

  app.get('/docs/errors', c =>
    c.html(
      frame(
        'Errors · SparkKit',
        html`<main><h1>Errors</h1><table><thead><tr><th>Code</th><th>Status</th><th>What it means</th></tr></thead><tbody>${Object.entries(
          ERRORS,
        ).map(
          ([code, { status, title }]) =>
            html`<tr><td><a href="/docs/errors/${code}"><code>${code}</code></a></td><td>${status}</td><td>${title}</td></tr>`,
        )}</tbody></table></main>`,
      ),
    ),
  )

  app.get('/docs/errors/:code', c => {
    const code = c.req.param('code')
    if (!isErrorCode(code)) throw new Problem('route_not_found', `There is no error ${code}.`)
    const { status, title, remedy, family } = ERRORS[code]
    return c.html(
      frame(
        `${code} · SparkKit`,
        html`<main><p><a href="/docs/errors">Errors</a></p><h1><code>${code}</code></h1><p class="lead">${title}</p><p>${remedy}</p><p>HTTP status ${status}, family <code>${family}</code>.</p></main>`,
      ),
    )
  })

  assetsRoute(app)
}
