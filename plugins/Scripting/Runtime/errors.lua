-- Errors as Lua 5.1 words and places them.
local host, runtime = ...
local getinfo = debug.getinfo
local type, tostring, rawget, rawset, error, xpcall, select = type, tostring, rawget, rawset, error, xpcall, select
local find, match, gsub, sub = string.find, string.match, string.gsub, string.sub

local OURS = "(runtime)"
local imported = runtime.imported

-- "a nil value (local 'x')" is "local 'x' (a nil value)"; constants and metamethods have no names in 5.1.
local function reword(message)
  if find(message, "is not callable", 1, true) then
    message = gsub(message, "(%S+) ('.-') is not callable (%(a %S+ value%))$", "attempt to call %1 %2 %3")
  elseif find(message, "bad 'for' ", 1, true) then
    message = gsub(message, "bad 'for' (%l+ ?%l*) %(number expected, got .*%)$", "'for' %1 must be a number")
  end
  if not find(message, "attempt to ", 1, true) then return message end
  local head, value, kind, name = match(message, "^(.-attempt to .-)a (%S+ value) %((%S+) '(.*)'%)$")
  if not head then
    local place, left, right = match(message, "^(.-)attempt to %l+ a '(%S+)' with a '(%S+)'$")
    if not place then return message end
    return place .. "attempt to perform arithmetic on a " .. (left == "number" and right or left) .. " value"
  end
  if kind == "constant" or kind == "metamethod" then return head .. "a " .. value end
  if name == "integer index" then name = "?" end
  if imported[name] and (kind == "upvalue" or kind == "local") then kind = "global" end
  return head .. kind .. " '" .. name .. "' (a " .. value .. ")"
end

-- The name by which a script called the function at a level, and its argument's number as the script counts.
local function rename(message, info)
  local number, _, problem = match(message, "^bad argument #(%d+) to '(.-)' (.*)$")
  if not number then return message end
  local name = info.name or "?"
  if info.namewhat == "method" then
    number = number - 1
    if number == 0 then return "calling '" .. name .. "' on bad self" end
  end
  return "bad argument #" .. number .. " to '" .. name .. "' " .. problem
end

-- An error that a function of ours raised belongs to the line of the script that called it.
local function relocate(message, level)
  local inner = match(message, "^%(runtime%):%d+: (.*)$")
  if not inner then return reword(message) end
  local called
  while true do
    local info = getinfo(level, "Sn")
    if not info then return inner end
    if info.short_src ~= OURS and (called or info.what ~= "C") then break end
    if info.short_src == OURS then called = info end
    level = level + 1
  end
  if called then inner = rename(inner, called) end
  local caller = getinfo(level, "Sl")
  if caller.what == "C" then return reword(inner) end
  return reword(caller.short_src .. ":" .. caller.currentline .. ": " .. inner)
end

-- Handles whatever ends a script: the error becomes a table that says where it happened.
function runtime.handler(problem)
  if type(problem) ~= "table" then
    if type(problem) == "string" then problem = relocate(problem, 3) end
    problem = { err = "ERR " .. runtime.tostring(problem) }
  end
  local level = 2
  local info = getinfo(level, "Sl")
  while info and (info.what == "C" or info.short_src == OURS) do
    level = level + 1
    info = getinfo(level, "Sl")
  end
  if info then
    rawset(problem, "source", info.source)
    rawset(problem, "line", info.currentline)
  end
  return problem
end

local function settle(problem)
  if type(problem) == "string" then return relocate(problem, 3) end
  return problem
end

local function finish(ok, ...)
  if ok then return true, ... end
  local problem = ...
  if type(problem) == "table" then
    local message = rawget(problem, "err")
    if type(message) == "string" then return false, message end
  end
  return false, problem
end

local globals = runtime.globals

function globals.pcall(...)
  if select("#", ...) == 0 then error("bad argument #1 to 'pcall' (value expected)") end
  local f = ...
  return finish(xpcall(f, settle, select(2, ...)))
end

-- A script that is being ended has no say any more: its handler would run where no hook reaches it.
function globals.xpcall(f, handler)
  return xpcall(f, function(problem)
    if host.isending() then return problem end
    return handler(settle(problem))
  end)
end

-- The result of a coroutine's resumption, its error as 5.1 words it.
function runtime.resumed(ok, ...)
  if ok then return true, ... end
  local problem = ...
  if type(problem) == "string" then
    problem = reword(gsub(problem, "^%(runtime%):%d+: ", ""))
  end
  return false, problem
end

function globals.assert(...)
  if select("#", ...) == 0 then error("bad argument #1 to 'assert' (value expected)") end
  local value, message = ...
  if value then return ... end
  if select("#", ...) < 2 then error("assertion failed!") end
  if type(message) == "string" then error("(runtime):0: " .. message, 0) end
  error(message, 0)
end
