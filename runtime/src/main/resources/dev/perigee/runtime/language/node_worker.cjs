'use strict';
// Runs inside a sandbox: loads a Node handler and answers invocations over one socket, whose descriptor is its argument.
//
// Between invocations it blocks in a read, so that timers rest as they do in a frozen sandbox; the event loop turns while
// a handler is at work, and once after each answer.

const fs = require('fs');
const path = require('path');
const util = require('util');

const LINK = Number(process.argv[2]);
const ANSWER_MAX_BYTES = 6 * 1024 * 1024 + 100;
const EVENT_HEAD_BYTES = 32;
const ANSWER_HEAD_BYTES = 14;
const ANSWER = 65;
const ERROR = 69;
const TOO_LARGE = 76;
const PART = 80;
const TYPE = 84;
const ASK = 67;
const ENVIRONMENT = process.env;
const TASK_ROOT = ENVIRONMENT.LAMBDA_TASK_ROOT;

const input = Buffer.allocUnsafeSlow(64 * 1024);
const output = Buffer.allocUnsafeSlow(64 * 1024);

// The invocation that is at work; its answer ends it.
let current = null;
// What to do when the event loop runs empty.
let whenIdle = null;
let handler = null;
let waits = true;

// ---- frames

function writeAll(descriptor, bytes, size) {
  for (let at = 0; at < size; ) {
    try {
      at += fs.writeSync(descriptor, bytes, at, size - at);
    } catch (problem) {
      if (problem.code !== 'EAGAIN') throw problem;
    }
  }
}

/** Bytes that came, or an end of this process: without the platform there is nothing left to do. */
function read(bytes, at) {
  for (;;) {
    try {
      const count = fs.readSync(LINK, bytes, at, bytes.length - at, null);
      if (count === 0) process.reallyExit(0);
      return count;
    } catch (problem) {
      if (problem.code !== 'EAGAIN') process.reallyExit(0);
    }
  }
}

/** The next event frame as a buffer that holds all of it. */
function receive() {
  let size = read(input, 0);
  while (size < 4) size += read(input, size);
  const whole = input.readUInt32BE(0) + 4;
  let frame = input;
  if (whole > input.length) {
    frame = Buffer.allocUnsafe(whole);
    input.copy(frame, 0, 0, size);
  }
  while (size < whole) size += read(frame, size);
  return frame.subarray(0, whole);
}

/** Sends an answer of the kind; `text` is JSON. */
function answer(kind, text) {
  let bytes = output;
  let size;
  if (text.length * 3 + ANSWER_HEAD_BYTES <= output.length) {
    size = output.utf8Write(text, ANSWER_HEAD_BYTES);
  } else {
    size = Buffer.byteLength(text);
    if (size > ANSWER_MAX_BYTES) return answer(TOO_LARGE, '');
    bytes = Buffer.allocUnsafe(ANSWER_HEAD_BYTES + size);
    bytes.utf8Write(text, ANSWER_HEAD_BYTES);
  }
  bytes.writeUInt32BE(size + ANSWER_HEAD_BYTES - 4, 0);
  bytes[4] = kind;
  bytes[5] = 0;
  bytes.fill(0, 6, ANSWER_HEAD_BYTES);
  writeAll(LINK, bytes, size + ANSWER_HEAD_BYTES);
}

/** Sends bytes that belong to an answer, before its end. */
function part(kind, chunk) {
  const head = Buffer.alloc(ANSWER_HEAD_BYTES);
  head.writeUInt32BE(chunk.length + ANSWER_HEAD_BYTES - 4, 0);
  head[4] = kind;
  writeAll(LINK, head, head.length);
  writeAll(LINK, chunk, chunk.length);
}

/** A frame outside of invocations. */
function tell(type, body) {
  const frame = Buffer.alloc(5 + body.length);
  frame.writeUInt32BE(body.length + 1, 0);
  frame.write(type, 4, 'latin1');
  body.copy(frame, 5);
  writeAll(LINK, frame, frame.length);
}

// ---- what functions ask of the platform

/** Sends what a function asks and waits for the answer; both are JSON. */
function ask(request) {
  if (!current) throw new Error('queues, tables, buckets and topics answer only while an invocation runs');
  const body = Buffer.from(JSON.stringify(request));
  const frame = Buffer.alloc(ANSWER_HEAD_BYTES + body.length);
  frame.writeUInt32BE(frame.length - 4, 0);
  frame[4] = ASK;
  body.copy(frame, ANSWER_HEAD_BYTES);
  writeAll(LINK, frame, frame.length);
  const reply = JSON.parse(receive().utf8Slice(4));
  if (reply.error !== undefined) throw Object.assign(new Error(reply.error), { name: 'Perigee.' + reply.kind });
  return reply;
}

class Queue {
  constructor(name) {
    this.name = name;
  }
  send(...messages) {
    return ask({ op: 'queue.send', name: this.name, messages }).ids;
  }
  receive(options = {}) {
    return ask({ op: 'queue.receive', name: this.name, ...options }).messages;
  }
  delete(...messages) {
    const receipts = messages.map((message) => message.receipt || message);
    return ask({ op: 'queue.delete', name: this.name, receipts }).deleted;
  }
}

class Keys {
  constructor(kind, name) {
    this.kind = kind;
    this.name = name;
  }
  delete(key, options = {}) {
    return ask({ op: this.kind + '.delete', name: this.name, key, ...options }).deleted;
  }
  keys(options = {}) {
    return ask({ op: this.kind + '.keys', name: this.name, ...options }).keys;
  }
  version(key) {
    return ask({ op: this.kind + '.get', name: this.name, key }).version;
  }
  read(key) {
    const { value } = ask({ op: this.kind + '.get', name: this.name, key });
    return value === undefined ? undefined : Buffer.from(value, 'base64');
  }
  write(key, bytes, contentType, options) {
    const value = Buffer.from(bytes).toString('base64');
    return ask({ op: this.kind + '.put', name: this.name, key, value, contentType, ...options }).version;
  }
}

class Table extends Keys {
  get(key) {
    const bytes = this.read(key);
    return bytes === undefined ? undefined : JSON.parse(bytes.toString());
  }
  put(key, value, options = {}) {
    return this.write(key, JSON.stringify(value), 'application/json', options);
  }
}

class Bucket extends Keys {
  get(key) {
    return this.read(key);
  }
  put(key, data, { contentType = 'application/octet-stream', ...options } = {}) {
    return this.write(key, data, contentType, options);
  }
}

const perigee = {
  queue: (name) => new Queue(name),
  table: (name) => new Table('table', name),
  bucket: (name) => new Bucket('bucket', name),
  topic: (name) => ({ publish: (...messages) => ask({ op: 'topic.publish', name, messages }).deliveries }),
  cron: () => {},
};

/** `require('perigee')` finds it, and so does `globalThis.perigee` in ES modules. */
function offer() {
  const Module = require('module');
  const loadOther = Module._load;
  Module._load = (request, ...rest) => (request === 'perigee' ? perigee : loadOther(request, ...rest));
  globalThis.perigee = perigee;
}

// ---- log

function log(level, text) {
  const line = `${new Date().toISOString()}\t${current ? current.id : 'undefined'}\t${level}\t${text}`;
  const bytes = Buffer.from(line.replace(/\n/g, '\r') + '\n');
  writeAll(1, bytes, bytes.length);
}

function patchConsole() {
  const levels = { log: 'INFO', info: 'INFO', debug: 'DEBUG', trace: 'TRACE', warn: 'WARN', error: 'ERROR' };
  for (const [name, level] of Object.entries(levels)) {
    console[name] = (...words) => log(level, util.format(...words));
  }
  console.fatal = (...words) => log('FATAL', util.format(...words));
}

// ---- errors

/** An error that the runtime itself words, such as `Runtime.HandlerNotFound`. */
function runtimeError(type, reason) {
  const error = new Error(String(reason));
  error.name = 'Runtime.' + type;
  error.stack = `${error.name}: ${error.message}\n` + traceOf(error).slice(String(reason).split('\n').length).join('\n');
  return error;
}

function traceOf(error) {
  return String(error.stack).split('\n').filter((line) => line && !line.includes(__filename));
}

function isError(value) {
  return util.types.isNativeError(value) || (value && value.name && value.message && value.stack);
}

/** The body of an error as AWS Lambda words it. */
function bodyOf(error) {
  try {
    return isError(error)
      ? { errorType: error.name, errorMessage: error.message, trace: traceOf(error) }
      : { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch (problem) {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
      trace: [],
    };
  }
}

function logFault(title, error) {
  const body = bodyOf(error);
  const own = isError(error) ? { ...error } : {};
  log('ERROR', `${title}\t${JSON.stringify({ errorType: body.errorType, errorMessage: body.errorMessage, ...own, stack: body.trace })}`);
}

function unhandled(reason) {
  const error = runtimeError('UnhandledPromiseRejection', reason);
  error.reason = reason;
  return error;
}

// ---- loading

function isModuleScope(folder) {
  for (; ; folder = path.dirname(folder)) {
    try {
      return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).type === 'module';
    } catch (problem) {
      if (folder === path.dirname(folder) || folder.endsWith('/node_modules')) return false;
    }
  }
}

async function importFile(file) {
  return import(require('url').pathToFileURL(file).href);
}

async function loadModule(root, name) {
  const file = path.resolve(TASK_ROOT, root, name);
  const isModule = isModuleScope(path.dirname(file));
  if (fs.existsSync(file + '.js')) return isModule ? importFile(file + '.js') : require(file + '.js');
  if (fs.existsSync(file + '.mjs')) return importFile(file + '.mjs');
  if (fs.existsSync(file + '.cjs')) return require(file + '.cjs');
  return require(require.resolve(file));
}

async function load(name) {
  if (name.includes('..')) {
    throw runtimeError(
      'MalformedHandlerName',
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`);
  }
  const base = path.basename(name);
  const parts = /^([^.]*)\.(.*)$/.exec(base);
  if (!parts) throw runtimeError('MalformedHandlerName', 'Bad handler');
  let found;
  try {
    found = await loadModule(name.slice(0, name.length - base.length), parts[1]);
  } catch (problem) {
    if (problem instanceof SyntaxError) throw runtimeError('UserCodeSyntaxError', problem);
    if (problem && (problem.code === 'MODULE_NOT_FOUND' || problem.code === 'ERR_MODULE_NOT_FOUND')) {
      throw runtimeError('ImportModuleError', problem);
    }
    throw problem;
  }
  const value = parts[2].split('.').reduce((nested, key) => nested && nested[key], found);
  if (!value) throw runtimeError('HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof value !== 'function') throw runtimeError('HandlerNotFound', `${name} is not a function`);
  return value;
}

function refuse(error, status) {
  logFault('Uncaught Exception', error);
  tell('F', Buffer.from(JSON.stringify(bodyOf(error))));
  process.reallyExit(status);
}

// ---- streams

const STREAMS = Symbol('perigee.streams');
const PART_MAX_BYTES = 64 * 1024;

/** What a handler writes its answer to, part by part. */
function streamOf(invocation) {
  const { Writable } = require('stream');
  const stream = new Writable({
    write(chunk, encoding, done) {
      if (current === invocation) {
        for (let at = 0; at < chunk.length; at += PART_MAX_BYTES) part(PART, chunk.subarray(at, at + PART_MAX_BYTES));
      }
      done();
    },
    final(done) {
      done();
      finish(invocation, ANSWER, '');
    },
  });
  stream.setContentType = (type) => part(TYPE, Buffer.from(String(type)));
  stream.on('error', (error) => fail(invocation, error));
  return stream;
}

/** Status and headers stand before the body: JSON and eight bytes of 0. */
function withMetadata(stream, metadata) {
  stream.setContentType('application/vnd.awslambda.http-integration-response');
  stream.write(Buffer.concat([Buffer.from(JSON.stringify(metadata)), Buffer.alloc(8)]));
  return stream;
}

globalThis.awslambda = {
  streamifyResponse(streaming, options) {
    streaming[STREAMS] = true;
    return streaming;
  },
  HttpResponseStream: class HttpResponseStream {
    static from(stream, metadata) {
      return withMetadata(stream, metadata);
    }
  },
};

/** A handler that ends before its stream does may have given it to others; one that never ends it is cut off. */
function runStreaming(invocation, event, context) {
  const stream = streamOf(invocation);
  const result = handler(event, stream, context);
  whenIdle = () => fail(invocation, runtimeError('StreamNotEnded', 'The handler did not end its response stream'));
  if (result && typeof result.then === 'function') result.then(() => {}, context.fail);
}

// ---- invocations

function finish(invocation, kind, text) {
  if (current !== invocation) return;
  whenIdle = null;
  answer(kind, text);
  current = null;
  setImmediate(next);
}

function succeed(invocation, result) {
  let text;
  try {
    text = JSON.stringify(result === undefined ? null : result);
  } catch (problem) {
    return fail(invocation, new Error('Unable to stringify response body'));
  }
  finish(invocation, ANSWER, text === undefined ? 'null' : text);
}

function fail(invocation, error) {
  if (current !== invocation) return;
  logFault('Invoke Error', error);
  finish(invocation, ERROR, JSON.stringify(bodyOf(error)));
}

/** What a handler learns about its invocation, and the old ways to answer it. */
class Context {
  #invocation;
  #deadlineMs;

  constructor(invocation, arn, clientContext, deadlineMs) {
    this.#invocation = invocation;
    this.#deadlineMs = deadlineMs;
    this.functionVersion = ENVIRONMENT.AWS_LAMBDA_FUNCTION_VERSION;
    this.functionName = ENVIRONMENT.AWS_LAMBDA_FUNCTION_NAME;
    this.memoryLimitInMB = ENVIRONMENT.AWS_LAMBDA_FUNCTION_MEMORY_SIZE;
    this.logGroupName = ENVIRONMENT.AWS_LAMBDA_LOG_GROUP_NAME;
    this.logStreamName = ENVIRONMENT.AWS_LAMBDA_LOG_STREAM_NAME;
    this.clientContext = clientContext ? JSON.parse(clientContext) : undefined;
    this.identity = undefined;
    this.invokedFunctionArn = arn;
    this.awsRequestId = invocation.id;
    // Own properties, so that handlers may take them out of the context.
    this.getRemainingTimeInMillis = () => Math.max(this.#deadlineMs - Date.now(), 0);
    this.succeed = (result) => succeed(this.#invocation, result);
    this.fail = (error) => fail(this.#invocation, error);
    this.done = (error, result) => (error === undefined || error === null ? this.succeed(result) : this.fail(error));
  }

  get callbackWaitsForEmptyEventLoop() {
    return waits;
  }

  set callbackWaitsForEmptyEventLoop(value) {
    waits = value;
  }
}

function callbackOf(invocation) {
  return (error, result) => {
    if (current !== invocation) return;
    if (error !== undefined && error !== null) fail(invocation, error);
    else if (waits) whenIdle = () => succeed(invocation, result);
    else succeed(invocation, result);
  };
}

function next() {
  const frame = receive();
  const hex = frame.hexSlice(4, 20);
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  const deadlineMs = Number(frame.readBigInt64BE(20));
  const contextAt = EVENT_HEAD_BYTES + frame.readUInt16BE(28);
  const eventAt = contextAt + frame.readUInt16BE(30);
  const invocation = { id };
  current = invocation;
  waits = true;
  try {
    const arn = frame.latin1Slice(EVENT_HEAD_BYTES, contextAt);
    const context = new Context(invocation, arn, frame.utf8Slice(contextAt, eventAt), deadlineMs);
    const event = eventAt < frame.length ? JSON.parse(frame.utf8Slice(eventAt, frame.length)) : {};
    // One that neither answers nor leaves anything to do has answered with nothing.
    whenIdle = () => succeed(invocation, null);
    if (handler[STREAMS]) return runStreaming(invocation, event, context);
    const result = handler(event, context, callbackOf(invocation));
    if (result && typeof result.then === 'function') result.then(context.succeed, context.fail);
  } catch (error) {
    fail(invocation, error);
  }
}

process.on('beforeExit', () => {
  const then = whenIdle;
  whenIdle = null;
  if (then) then();
});

async function main() {
  const isolatedNs = BigInt(process.argv[3]);
  process.argv.length = 2;
  patchConsole();
  offer();
  process.on('uncaughtException', (error) => {
    if (!handler) refuse(error, 129);
    else if (current) fail(current, error);
    else logFault('Uncaught Exception', error);
  });
  process.on('unhandledRejection', (reason) => {
    const error = unhandled(reason);
    if (!handler) refuse(error, 128);
    else if (current) fail(current, error);
    else logFault('Unhandled Promise Rejection', error);
  });
  try {
    handler = await load(ENVIRONMENT._HANDLER);
  } catch (error) {
    refuse(error, 1);
  }
  const body = Buffer.alloc(16);
  body.writeBigInt64BE(isolatedNs, 0);
  body.writeBigInt64BE(process.hrtime.bigint(), 8);
  tell('R', body);
  setImmediate(next);
}

main();
