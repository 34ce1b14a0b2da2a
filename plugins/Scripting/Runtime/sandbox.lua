-- What a script sees: globals and libraries that nobody can change, and no way to code or memory of another script.
local host, runtime = ...
local native = _G
local type, error, next, select, pairs, rawget, rawset, rawequal, rawlen = type, error, next, select, pairs, rawget, rawset, rawequal, rawlen
local getmetatable, setmetatable, collectgarbage, tostring = getmetatable, setmetatable, collectgarbage, tostring
local metatableOf = debug.getmetatable
local compile = host.compile
local globals, reals = runtime.globals, runtime.reals

local READONLY = "Attempt to modify a readonly table"
local shown = setmetatable({}, { __mode = "k" })

local function refuse() error(READONLY, 2) end

-- An empty table in front of a real one: reads go through, writes are refused.
local function protect(real)
  local proxy = {}
  reals[proxy] = real
  setmetatable(proxy, {
    __index = real,
    __newindex = refuse,
    __pairs = function()
      return function(_, key) return next(real, key) end, proxy, nil
    end,
  })
  return proxy
end
runtime.protect = protect

function globals.getmetatable(...)
  local value = ...
  if reals[value] then return shown[value] end
  return getmetatable(...)
end

-- Tables have no finalizers in 5.1: Lua looks for one only here.
function globals.setmetatable(t, methods)
  if reals[t] then error(READONLY, 0) end
  if type(methods) == "table" and not reals[methods] then
    local finalizer = rawget(methods, "__gc")
    if finalizer ~= nil then
      rawset(methods, "__gc", nil)
      setmetatable(t, methods)
      rawset(methods, "__gc", finalizer)
      return t
    end
  end
  return setmetatable(t, methods)
end

function globals.rawset(t, key, value)
  if reals[t] then error(READONLY, 0) end
  return rawset(t, key, value)
end

function globals.rawget(t, key)
  return rawget(reals[t] or t, key)
end

function globals.next(t, key)
  return next(reals[t] or t, key)
end

local function advance(t, i)
  i = i + 1
  local value = rawget(t, i)
  if value ~= nil then return i, value end
end

function globals.ipairs(...)
  local t = ...
  if type(t) ~= "table" then
    error("bad argument #1 to 'ipairs' (table expected, got " .. (select("#", ...) == 0 and "no value" or type(t)) .. ")")
  end
  if metatableOf(t) == nil then return native.ipairs(t) end
  return advance, reals[t] or t, 0
end

function globals.pairs(...)
  local t = ...
  if type(t) ~= "table" then
    error("bad argument #1 to 'pairs' (table expected, got " .. (select("#", ...) == 0 and "no value" or type(t)) .. ")")
  end
  if reals[t] then return pairs(t) end
  return next, t, nil
end

globals.rawequal, globals.type, globals.error = rawequal, type, error

function globals.collectgarbage(...)
  local option = ...
  if option == nil or option == "collect" then
    collectgarbage()
    return 0
  end
  if option == "count" then return collectgarbage("count") end
  if option == "step" then return collectgarbage("step") end
  if option == "stop" or option == "restart" or option == "setpause" or option == "setstepmul" then return 0 end
  return collectgarbage(...)
end

function globals.gcinfo() return collectgarbage("count") // 1 | 0 end

-- A global; a library is made when it is asked for the first time.
local function fetch(name)
  local value = rawget(globals, name)
  if value == nil and runtime.libraries[name] then
    value = protect(host.library(name)(host.null, runtime.arguments))
    rawset(globals, name, value)
  end
  return value
end

local function build(chunk, ...)
  if chunk == nil then return nil, (...) end
  return runtime.import(chunk, ...)
end

-- Code from text is rewritten as scripts are; compiled code is refused.
function globals.loadstring(text, name)
  if type(text) == "number" then text = runtime.tostring(text) end
  if type(text) ~= "string" then
    error("bad argument #1 to 'loadstring' (string expected, got " .. (text == nil and "no value" or type(text)) .. ")")
  end
  return build(compile(text, type(name) == "string" and name or text))
end

function globals.load(reader, name)
  if type(reader) ~= "function" then
    error("bad argument #1 to 'load' (function expected, got " .. (reader == nil and "no value" or type(reader)) .. ")")
  end
  local pieces, count = {}, 0
  while true do
    local piece = reader()
    if piece == nil or piece == "" then break end
    if type(piece) ~= "string" then return nil, "reader function must return a string" end
    count = count + 1
    pieces[count] = piece
  end
  return build(compile(native.table.concat(pieces), type(name) == "string" and name or "=(load)"))
end

globals._VERSION = "Lua 5.1"

-- Everything is there: nothing changes any more.
function runtime.seal()
  globals.string = protect(runtime.strings)
  globals.table = protect(runtime.tables)
  globals.math = protect(runtime.mathematics)
  globals.coroutine = protect(runtime.coroutines)
  globals.os = protect({ clock = host.clock })
  local redis = protect(runtime.redis)
  globals.redis, globals.server = redis, redis

  local methods = metatableOf("")
  methods.__index = runtime.strings
  methods.__metatable = protect({ __index = globals.string })

  local environment = protect(globals)
  globals._G = environment
  getmetatable(environment).__pairs = function()
    for name in next, runtime.libraries do fetch(name) end
    return function(_, key) return next(globals, key) end, environment, nil
  end
  local function missing(_, name)
    local value = fetch(name)
    if value ~= nil then return value end
    error("Script attempted to access nonexistent global variable '" .. tostring(name) .. "'", 2)
  end
  setmetatable(globals, { __index = missing })
  shown[environment] = protect({ __index = missing })
  return environment
end

-- The table that 5.1 makes of a function's further arguments.
function runtime.argumentTable(...) return { n = select("#", ...), ... } end

local function all(...) return ... end

-- What a rewritten script takes over, in the order in which it names them.
function runtime.import(chunk, ...)
  local values = { ... }
  for i = 1, #values do values[i] = fetch(values[i]) end
  return chunk(runtime.concatenable, runtime.argumentTable, all, host.call, runtime.check, runtime.first, native.table.unpack(values, 1, select("#", ...)))
end
