import { spawn } from 'node:child_process'

/** Runs a command of the workspace's own binaries with this process's input and output. Throws when it fails. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; quiet?: boolean } = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    })
    const output: Buffer[] = []
    child.stdout?.on('data', chunk => output.push(chunk))
    child.stderr?.on('data', chunk => output.push(chunk))
    child.on('error', reject)
    child.on('exit', code => {
      if (code === 0) return resolve()
      reject(new Error(`${command} ${args.join(' ')} exited with ${code}\n${Buffer.concat(output)}`))
    })
  })
}
