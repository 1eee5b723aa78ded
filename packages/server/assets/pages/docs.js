// The document and everything this page loads come from this service; nothing is fetched from elsewhere.
const { createApiReference } = globalThis.Scalar

createApiReference('#reference', {
  url: 'openapi.json',
  title: 'SparkKit API',
  slug: 'sparkkit',
  layout: 'modern',
  theme: 'none',
  customCss: `
    :root { --scalar-font: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif; --scalar-font-code: ui-monospace, 'SF Mono', Menlo, Consolas, monospace; --scalar-radius: 6px; --scalar-radius-lg: 10px; --scalar-radius-xl: 14px; }
    .light-mode { --scalar-color-1: #17181c; --scalar-color-2: #5b5f6a; --scalar-color-3: #6f7480; --scalar-color-accent: #cb3413; --scalar-background-1: #fff; --scalar-background-2: #f6f6f8; --scalar-background-3: #ececf0; --scalar-background-accent: #d63a1714; --scalar-border-color: #e4e5e9; --scalar-color-green: #12734a; --scalar-color-red: #b3261e; --scalar-color-yellow: #8f5600; --scalar-color-blue: #2f5fb3; --scalar-color-orange: #8f5600; --scalar-color-purple: #6a3fb5; }
    .dark-mode { --scalar-color-1: #f1f2f5; --scalar-color-2: #a9aebb; --scalar-color-3: #8e93a1; --scalar-color-accent: #ff7a59; --scalar-background-1: #17191e; --scalar-background-2: #0f1114; --scalar-background-3: #262a32; --scalar-background-accent: #ff6b471f; --scalar-border-color: #2c2f37; --scalar-color-green: #63d3a0; --scalar-color-red: #ff8f84; --scalar-color-yellow: #f0b95c; --scalar-color-blue: #8fb4ff; --scalar-color-orange: #f0b95c; --scalar-color-purple: #c3a6ff; }
  `,
  withDefaultFonts: false,
  telemetry: false,
  persistAuth: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
  defaultOpenFirstTag: true,
  authentication: { preferredSecurityScheme: 'bearer' },
})
