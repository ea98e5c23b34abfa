import { type Command, Option } from 'commander'
import { factsAdd, factsList, factsRemove, memorySearch, memoryStatus } from './commands/memory'
import { memoryExport } from './commands/memory-export'
import { memoryImport } from './commands/memory-import'
import { wholeNumber } from './options'
import type { Runner } from './run-context'

function addFacts(memory: Command, run: Runner): void {
  const facts = memory
    .command('facts')
    .description('what every model is told, because you want it to be; list when nothing else is said')
  facts
    .command('list', { isDefault: true })
    .description('all of them')
    .action((_options, command) => run(factsList, command))
  facts
    .command('add')
    .description('remember something')
    .argument('<text>')
    .action((text, _options, command) => run(context => factsAdd(text, context), command))
  facts
    .command('remove')
    .description('forget it again')
    .argument('<id>')
    .action((id, _options, command) => run(context => factsRemove(id, context), command))
}

/** `harombe memory …`: what is kept of conversations. */
export function addMemory(program: Command, run: Runner): void {
  const memory = program.command('memory').description('conversations that are kept: search, export, import')
  memory
    .command('status')
    .description('how much is kept, and how it can be searched')
    .action((_options, command) => run(memoryStatus, command))
  memory
    .command('search')
    .description('find what was said')
    .argument('<query>')
    .addOption(
      new Option('--by <what>', 'by the words, by the meaning, or both')
        .choices(['words', 'meaning', 'both'])
        .default('words'),
    )
    .option('--limit <n>', 'so many, at most 200', wholeNumber(1), 20)
    .action((query, options, command) => run(context => memorySearch(query, options, context), command))
  memory
    .command('export')
    .description('write conversations to a file, a folder or stdout; all unless some are named')
    .argument('[ids...]')
    .addOption(
      new Option('--format <format>', 'markdown to read, json to import again')
        .choices(['markdown', 'json'])
        .default('markdown'),
    )
    .option('--out <path>', 'a file, a folder (a file for each), or - for stdout')
    .option('--force', 'write over files that are there')
    .action((ids, options, command) => run(context => memoryExport(ids, options, context), command))
  memory
    .command('import')
    .description('take over conversations of harombe or ChatGPT (conversations.json or its zip)')
    .argument('<files...>')
    .option('--dry-run', 'only say what would be done')
    .action((files, options, command) => run(context => memoryImport(files, options, context), command))
  addFacts(memory, run)
}
