import { Command, Option } from 'commander'
import { backendKind, routePreference } from '../shared/entities'
import { chat } from './commands/chat'
import { clusterAdd, clusterRemove, clusterStatus, clusterTest } from './commands/cluster'
import { clusterDiscover } from './commands/cluster-discover'
import { clusterMetrics, clusterRequests } from './commands/cluster-metrics'
import { clusterDrain, clusterResume, clusterWake, clusterWeight } from './commands/cluster-operations'
import { demo } from './commands/demo'
import { doctor } from './commands/doctor'
import { engineInstall, engineRemove, engineStatus, engineUse } from './commands/engine'
import { init } from './commands/init'
import { learnedExport, learnedReset, learnedShow } from './commands/learned'
import { mcpApprove, mcpList } from './commands/mcp'
import { mcpServe } from './commands/mcp-serve'
import { modelsLoad, modelsPull, modelsRemove, modelsUnload } from './commands/model-jobs'
import { modelsCatalogue, modelsList } from './commands/models'
import { modelsShow } from './commands/models-show'
import { route } from './commands/route'
import { serve } from './commands/serve'
import { simulate } from './commands/simulate'
import { addConfig, addPlanning } from './config-program'
import { type GlobalOptions, version } from './environment'
import { addMemory } from './memory-program'
import {
  anyNumber,
  parseName,
  parseNodeTier,
  parsePort,
  parseWeight,
  tierOption,
  wholeNumber,
} from './options'
import type { Runner } from './run-context'

/** An embedded engine is no server, so no address leads to one. */
const addressable = backendKind.options.filter(kind => kind !== 'embedded')

function addChat(program: Command, run: Runner): void {
  program
    .command('chat')
    .description('ask a question; without one, talk until Ctrl-D')
    .argument('[question]')
    .addOption(tierOption())
    .option('--node <name>', 'answer on this node only')
    .option('--model <name>', 'answer with this model')
    .option('--events', 'print every event as a line of JSON')
    .option('--tools', 'let the model use tools; you are asked before anything risky (on in a conversation)')
    .option('--no-tools', 'no tools in a conversation')
    .option('--attach <file...>', 'send these files with the question')
    .option('--no-history', 'do not keep what is typed for the next time')
    .action((question, options, command) => run(context => chat(question, options, context), command))
}

function addRoute(program: Command, run: Runner): void {
  const collect = (name: string, names: readonly string[]) => [...names, parseName(name)]
  program
    .command('route')
    .description('show where a question would go, and why, without sending it')
    .argument('[text]')
    .addOption(tierOption())
    .option('--node <name>', 'as if this node were asked for')
    .option('--model <name>', 'as if this model were asked for')
    .option('--without <node>', 'as if this node were switched off; may be repeated', collect, [])
    .addOption(
      new Option('--preference <setting>', 'instead of cluster.routing.preference').choices(
        routePreference.options,
      ),
    )
    .option('--jsonl <file>', 'judge each line {id, prompt} or {id, messages} of a file, - for stdin')
    .option('--learned', 'with --jsonl: count what was learnt from you')
    .action((text, options, command) => run(context => route(text, options, context), command))
}

function addCluster(program: Command, run: Runner): void {
  const cluster = program.command('cluster').description('the machines that answer')
  cluster
    .command('init')
    .description('write a first harombe.yaml for this machine')
    .option('--force', 'replace an existing file, keeping a copy')
    .action((options, command) => run(context => init(options, context), command))
  cluster
    .command('status')
    .description('every node and how it stands')
    .option('--watch', 'go on and print every change')
    .action((options, command) => run(context => clusterStatus(options, context), command))
  cluster
    .command('metrics')
    .description('how answers went since the coordinator started')
    .action((_options, command) => run(clusterMetrics, command))
  cluster
    .command('requests')
    .description('the newest requests that ended; never what was said')
    .option('--limit <n>', 'so many, at most 200', wholeNumber(1), 20)
    .option('--node <name>', 'only of this node')
    .action((options, command) => run(context => clusterRequests(options, context), command))
  cluster
    .command('test')
    .description('look at one node or all now')
    .argument('[name]')
    .action((name, _options, command) => run(context => clusterTest(name, context), command))
  cluster
    .command('discover')
    .description('other harombes that were found on the network')
    .action((_options, command) => run(clusterDiscover, command))
  cluster
    .command('add')
    .description('write a node into harombe.yaml and use it')
    .argument('<name>')
    .option('--url <url>', 'full address, e.g. http://192.168.1.20:11434')
    .option('--host <host>', 'host name or IP address')
    .option('--port <port>', 'port', parsePort)
    .option('--model <name>', 'model that answers; without one the first it serves')
    .option('--tier <tier>', '0 fast, 1 balanced, 2 powerful', parseNodeTier)
    .addOption(
      new Option('--backend <kind>', 'what it speaks; found out when left away').choices(addressable),
    )
    .option('--token <token>', 'bearer token it asks for; better a reference such as ${env:NAME}')
    .option('--slots <n>', 'requests it takes at once', wholeNumber(1))
    .action((name, options, command) => run(context => clusterAdd(name, options, context), command))
  cluster
    .command('remove')
    .description('take a node out of harombe.yaml')
    .argument('<name>')
    .action((name, _options, command) => run(context => clusterRemove(name, context), command))
  addClusterOperations(cluster, run)
}

function addClusterOperations(cluster: Command, run: Runner): void {
  cluster
    .command('drain')
    .description('give a node nothing new for now; what it answers is finished')
    .argument('<name>')
    .option('--wait', 'return when it is idle')
    .action((name, options, command) => run(context => clusterDrain(name, options, context), command))
  cluster
    .command('resume')
    .description('give a drained node questions again')
    .argument('<name>')
    .action((name, _options, command) => run(context => clusterResume(name, context), command))
  cluster
    .command('weight')
    .description("set a node's share among its tier: 2 gets twice what 1 gets")
    .argument('<name>')
    .argument('<weight>', 'above 0, at most 100', parseWeight)
    .action((name, weight, _options, command) =>
      run(context => clusterWeight(name, weight, context), command),
    )
  cluster
    .command('wake')
    .description('wake a sleeping machine over the network, by the wake.mac of its node')
    .argument('<name>')
    .action((name, _options, command) => run(context => clusterWake(name, context), command))
}

function addHosts(program: Command, run: Runner): void {
  program
    .command('serve')
    .description('run the coordinator and its web page without a window')
    .option('--port <port>', 'instead of server.port', parsePort)
    .option('--host <host>', 'instead of server.host')
    .option('--open', 'open the page in the default browser')
    .action((options, command) => run(context => serve(options, context), command))
  program
    .command('demo')
    .description('three simulated machines and a coordinator, to try everything without a GPU')
    .option('--ask <question...>', 'answer these and leave')
    .option('--port <port>', 'port of the coordinator; any free one when left away', parsePort)
    .action((options, command) =>
      run(context => demo({ ask: options.ask ?? [], port: options.port }, context), command),
    )
  program
    .command('simulate')
    .description('a stand-in inference server that speaks the real protocol')
    .requiredOption('--port <port>', 'port to listen on; 0 lets the system choose', parsePort)
    .requiredOption('--model <name>', 'name of the model it pretends to be', parseName)
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--tokens-per-second <n>', 'writing speed', anyNumber(0.1))
    .option('--ttft-ms <ms>', 'time to the first token', anyNumber(0))
    .option('--slots <n>', 'requests it takes at once', wholeNumber(1))
    .option('--fail-after-tokens <n>', 'break the connection after so many tokens', wholeNumber(0))
    .addOption(
      new Option('--logprobs <manner>', 'how probable it says its words are, when asked').choices([
        'sure',
        'unsure',
        'none',
        'refused',
      ]),
    )
    .addOption(
      new Option('--protocol <protocol>', 'what it speaks').choices(['ollama', 'openai']).default('ollama'),
    )
    .addOption(
      new Option('--flavour <server>', 'which server of the OpenAI protocol it is; implies that protocol')
        .choices(['openai', 'vllm', 'sglang', 'llamacpp', 'lmstudio', 'localai'])
        .implies({ protocol: 'openai' }),
    )
    .option('--models <name...>', 'further models it has, not in memory')
    .option('--embedding <name>', 'a model for embeddings it has besides', parseName)
    .option('--script <file>', 'say and call what this file tells, answer by answer (JSON or YAML)')
    .action((options, command) => run(context => simulate(options, context), command))
}

function addEngine(program: Command, run: Runner): void {
  const engine = program.command('engine').description('llama.cpp on this machine, without any server')
  engine
    .command('install')
    .description('install it, or bring it up to date')
    .addOption(new Option('--gpu <kind>', 'add support for a graphics card').choices(['cuda', 'vulkan']))
    .option('--use', 'and let this machine answer with it')
    .action((options, command) => run(context => engineInstall(options, context), command))
  engine
    .command('use')
    .description('let this machine answer with it instead of another server')
    .action((_options, command) => run(engineUse, command))
  engine
    .command('status')
    .description('say whether it is there')
    .action((_options, command) => run(engineStatus, command))
  engine
    .command('remove')
    .description('delete it; models stay')
    .action((_options, command) => run(engineRemove, command))
}

function addLearned(program: Command, run: Runner): void {
  const learned = program
    .command('learned')
    .description('what was learnt from you about where questions should go; show when nothing else is said')
  learned
    .command('show', { isDefault: true })
    .description('how far it moves your questions, and what it was learnt from')
    .action((_options, command) => run(learnedShow, command))
  learned
    .command('reset')
    .description('forget all of it')
    .action((_options, command) => run(learnedReset, command))
  learned
    .command('export')
    .description('print all of it as JSON; there is nothing in it that was said')
    .action((_options, command) => run(learnedExport, command))
}

function addModels(program: Command, run: Runner): void {
  const models = program.command('models').description('what the machines have, and work on it')
  const onNode = '--node <name>'
  const ofModel = (name: string, description: string, nodeHelp: string) =>
    models
      .command(name)
      .description(description)
      .argument('<model>', 'its name', parseName)
      .option(onNode, nodeHelp)
  const whereOneCan = 'where; may be left away when only one can'
  models
    .command('list')
    .description('every model on every node')
    .option(onNode, 'of this node only')
    .action((options, command) => run(context => modelsList(options, context), command))
  ofModel('show', 'all that is known of a model', 'as it is on this node').action((model, options, command) =>
    run(context => modelsShow(model, options, context), command),
  )
  ofModel('pull', 'download a model to a node; Ctrl-C cancels', whereOneCan).action(
    (model, options, command) => run(context => modelsPull(model, options, context), command),
  )
  ofModel('rm', 'delete a model from a node', 'where; may be left away when only one has it')
    .option('--yes', 'do not ask')
    .action((model, options, command) => run(context => modelsRemove(model, options, context), command))
  ofModel('load', 'bring a model into memory', whereOneCan).action((model, options, command) =>
    run(context => modelsLoad(model, options, context), command),
  )
  ofModel('unload', 'take a model out of memory', whereOneCan).action((model, options, command) =>
    run(context => modelsUnload(model, options, context), command),
  )
  models
    .command('catalogue')
    .description('models worth having, and how they would fit')
    .option(onNode, 'on this node only')
    .action((options, command) => run(context => modelsCatalogue(options, context), command))
}

function addMcp(program: Command, run: Runner): void {
  const mcp = program
    .command('mcp')
    .description('MCP: servers whose tools models may use; by itself, harombe as a server for other agents')
  mcp
    .command('serve', { isDefault: true })
    .description(
      'speak MCP on standard input and output, for agents such as Claude Desktop; what `harombe mcp` does',
    )
    .option('--conversations', 'let them search your conversations too')
    .action((options, command) => run(context => mcpServe(options, context), command))
  mcp
    .command('list')
    .description('the MCP servers of harombe.yaml and how they stand')
    .action((_options, command) => run(mcpList, command))
  mcp
    .command('approve')
    .description('look at what a server tells models, and allow it')
    .argument('<name>')
    .option('--yes', 'do not ask')
    .action((name, options, command) => run(context => mcpApprove(name, options, context), command))
}

/** May be repeated. */
const collectNames = (name: string, names: readonly string[] = []) => [...names, name]

/** The command line. `run` gives each command its context and keeps its exit code. */
export function createProgram(run: Runner): Command {
  const program = new Command('harombe')
    .description('One private assistant out of the machines you own.')
    .version(version)
    .option('--json', 'print results and errors as JSON')
    .option('--config <file>', 'harombe.yaml to use')
    .option('--data-dir <directory>', 'where harombe keeps its files (default ~/.harombe or HAROMBE_HOME)')
    .option(
      '--overlay <name>',
      'lay harombe.NAME.yaml over the file (default HAROMBE_OVERLAY, or those it names)',
      collectNames,
    )
    .configureHelp({ showGlobalOptions: true })
  addChat(program, run)
  addRoute(program, run)
  addHosts(program, run)
  addCluster(program, run)
  addLearned(program, run)
  addModels(program, run)
  addMcp(program, run)
  addMemory(program, run)
  addEngine(program, run)
  program
    .command('init')
    .description('write a first harombe.yaml for this machine')
    .option('--force', 'replace an existing file, keeping a copy')
    .action((options, command) => run(context => init(options, context), command))
  program
    .command('doctor')
    .description('look at everything harombe stands on')
    .action((_options, command) => run(doctor, command))
  addPlanning(program, run)
  addConfig(program, run)
  acceptGlobalOptionsAnywhere(program)
  pointToHelp(program, [])
  return program
}

/** `harombe chat "hi" --json` is how people type it, so every command takes the global options too. */
function acceptGlobalOptionsAnywhere(command: Command): void {
  for (const child of command.commands) {
    child.addOption(new Option('--json').hideHelp())
    child.addOption(new Option('--config <file>').hideHelp())
    child.addOption(new Option('--data-dir <directory>').hideHelp())
    child.addOption(new Option('--overlay <name>').argParser(collectNames).hideHelp())
    acceptGlobalOptionsAnywhere(child)
  }
}

/** A mistake in a command points to the help of that command. */
function pointToHelp(command: Command, above: readonly string[]): void {
  const path = [...above, command.name()]
  command.showHelpAfterError(`(${path.join(' ')} --help shows how)`)
  for (const child of command.commands) pointToHelp(child, path)
}

export function globalOptionsOf(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>()
}
