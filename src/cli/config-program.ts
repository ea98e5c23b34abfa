import { type Command, InvalidArgumentError, Option } from 'commander'
import { apply } from './commands/apply'
import { configSchemaCommand, configValidate } from './commands/config'
import { configSecrets } from './commands/config-secrets'
import { fmt } from './commands/fmt'
import { history } from './commands/history'
import { importFound } from './commands/import'
import { plan } from './commands/plan'
import { rollback } from './commands/rollback'
import { parseName, wholeNumber } from './options'
import type { Runner } from './run-context'

const collect = (name: string, names: readonly string[]) => [...names, parseName(name)]

function parseSwitch(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  throw new InvalidArgumentError('Write true or false.')
}

/** As Terraform has it: `--refresh=false`. */
const scoped = (command: Command): Command =>
  command
    .addOption(
      new Option('--target <node>', 'of this node only, and no settings; may be repeated')
        .argParser(collect)
        .default([], 'all of it'),
    )
    .option(
      '--refresh <true|false>',
      'false: ask no machine, take what the last checks saw',
      parseSwitch,
      true,
    )

const askedFor = (command: Command): Command =>
  command.option('--yes', 'do not ask').option('--events', 'print every step as lines of JSON')

/** `harombe plan`, `apply`, `rollback`, `history`, `import`: what harombe.yaml says, and what the machines are. */
export function addPlanning(program: Command, run: Runner): void {
  scoped(
    program
      .command('plan')
      .description(
        'show what has to be done for the machines to be what harombe.yaml says; exit code 2: something',
      ),
  )
    .option('--out <file>', 'save the plan, to have exactly that done by `harombe apply FILE`')
    .option('--detailed', 'and the steps, one by one')
    .action((options, command) => run(context => plan(options, context), command))
  askedFor(
    scoped(
      program
        .command('apply')
        .description('do it: show the plan, ask, and go on step by step; Ctrl-C stops at a safe point')
        .argument('[plan]', 'a saved plan, done as it is and without asking'),
    ),
  )
    .option('--resume', 'go on with the last one that did not come to its end')
    .action((path, options, command) => run(context => apply(path, options, context), command))
  askedFor(
    program
      .command('rollback')
      .description('go back to a version of harombe.yaml, with a plan like any other')
      .argument('[version]', 'without one, the last that says something else', wholeNumber(1)),
  )
    .option('--dry-run', 'show the plan only; exit code as `plan`')
    .action((version, options, command) => run(context => rollback(version, options, context), command))
  program
    .command('history')
    .description('the versions of harombe.yaml that were good')
    .option('--diff <version>', 'what this one changed', wholeNumber(1))
    .option('--limit <n>', 'so many', wholeNumber(1), 20)
    .action((options, command) => run(context => history(options, context), command))
  program
    .command('import')
    .description('print harombe.yaml with what answers here and on the network and is not in it yet')
    .option('--write', 'show what is new, ask, and write the file')
    .option('--yes', 'do not ask')
    .action((options, command) => run(context => importFound(options, context), command))
}

/** `harombe fmt` and `harombe config …`: the file itself. */
export function addConfig(program: Command, run: Runner): void {
  program
    .command('fmt')
    .description('give harombe.yaml one layout; no value, comment or quote changes')
    .argument('[file]', 'another file, or - for what comes through the pipe')
    .option('--check', 'change nothing; exit code 1 when it would')
    .option('--diff', 'show what changes')
    .action((file, options, command) => run(context => fmt(file, options, context), command))
  const config = program.command('config').description('harombe.yaml')
  config
    .command('validate')
    .description('say whether the file is valid')
    .action((_options, command) => run(configValidate, command))
  config
    .command('schema')
    .description('print its JSON Schema')
    .action((_options, command) => run(configSchemaCommand, command))
  config
    .command('secrets')
    .description('where secrets stand in the file in the clear')
    .argument('[keys...]', 'with --move, only these, such as cluster.nodes[0].auth_token')
    .option('--move', 'put them into files that only you can read, and references in their places')
    .action((keys, options, command) => run(context => configSecrets(keys, options, context), command))
}
