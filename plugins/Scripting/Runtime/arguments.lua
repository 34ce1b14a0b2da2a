-- Checks of the libraries' arguments, with the texts of Lua 5.1's auxiliary library.
--
-- The libraries are Lua functions that stand where Redis has C functions. An error must name the script's line and
-- the function as the script called it, so `raise` looks down the stack for the library's own entry function and
-- blames the frame below. An entry function therefore never calls in tail position what may raise.

local host, runtime = ...
local error, type, select, tonumber, setmetatable, next = error, type, select, tonumber, setmetatable, next
local format, lower, match = string.format, string.lower, string.match
local getinfo = debug.getinfo
local tointeger = math.tointeger

-- Entry functions of the libraries -> the name they have there. Weak: `cjson.new()` makes libraries of a script's own.
local entries = setmetatable({}, { __mode = "k" })

local arguments = { reals = runtime.reals, decodejson = host.decodejson, encodejson = host.encodejson }

--- Puts a function into a library's table and remembers it as an entry.
function arguments.export(library, name, entry)
  library[name] = entry
  entries[entry] = name
end

local function entryLevel()
  for level = 3, 1 << 30 do
    local frame = getinfo(level, "f")
    if frame == nil then return nil end
    if entries[frame.func] then return level - 1, frame.func end
  end
end

--- Ends the library's call with an error that stands at the script's line.
local function raise(text)
  local level = entryLevel()
  error(text, level and level + 1 or 0)
end
arguments.raise = raise

--- "bad argument #n to 'name' (text)", named as the script called the function.
local function bad(index, text)
  local level, entry = entryLevel()
  local name = "?"
  if level then
    local call = getinfo(level, "nt")
    if call.istailcall then
      name = entries[entry]
    elseif call.name and call.name ~= "integer index" and call.namewhat ~= "metamethod" then
      name = call.name
    end

    if call.namewhat == "method" then
      index = index - 1
      if index == 0 then
        error(format("calling '%s' on bad self (%s)", name, text), level + 1)
      end
    end
  end

  error(format("bad argument #%d to '%s' (%s)", index, name, text), level and level + 1 or 0)
end
arguments.bad = bad

--- The argument has another type than `expected`; `present` tells nil from nothing.
local function wrongType(index, expected, value, present)
  local found = present and type(value) or "no value"
  bad(index, format("%s expected, got %s", expected, found))
end

-- What strtod understands beyond Lua's own numerals.
local named = { inf = 1 / 0, infinity = 1 / 0, nan = 0 / 0 }

--- The number that a text stands for, or nil. What follows a zero byte doesn't count, as for C.
local function numeral(value)
  local number = tonumber(value) or tonumber((match(value, "^[^\0]*")))
  if number then return number end
  local sign, word = match(value, "^%s*([+-]?)(%a+)%s*$")
  number = word and named[lower(word)]
  return number and sign == "-" and -number or number
end
arguments.numeral = numeral

--- A number, or a text that is one.
function arguments.number(index, value, present)
  if type(value) == "number" then return value end
  local converted = type(value) == "string" and numeral(value)
  if converted then return converted end
  wrongType(index, "number", value, present ~= false and (present or value ~= nil))
end
local number = arguments.number

--- A number cut to a 64-bit integer, as C's conversion does on our machines.
local function truncate(value)
  local integer = tointeger(value)
  if integer then return integer end
  if value ~= value or value >= 0x1p63 or value < -0x1p63 then return math.mininteger end
  return tointeger(value >= 0 and value // 1 or -(-value // 1))
end
arguments.truncate = truncate

function arguments.integer(index, value, present)
  return truncate(number(index, value, present))
end

--- A number cut to the 32 bits of a C int.
function arguments.int(index, value, present)
  local integer = truncate(number(index, value, present)) & 0xffffffff
  return integer >= 0x80000000 and integer - 0x100000000 or integer
end

--- A text, or a number in its decimal form.
function arguments.string(index, value, present)
  if type(value) == "string" then return value end
  if type(value) == "number" then return format("%.14g", value) end
  wrongType(index, "string", value, present ~= false and (present or value ~= nil))
end

--- One of the texts in `options`; false, true, … stand for positions that begin at 0.
function arguments.option(index, value, options)
  local name = arguments.string(index, value, true)
  for position = 1, #options do
    if options[position] == name then return position - 1 end
  end

  bad(index, format("invalid option '%s'", name))
end

-- What takes the settings back that the running script changed.
local resets = {}

--- A library says that a script changed its settings.
function arguments.changed(reset)
  resets[reset] = true
  host.changed()
end

--- Takes every changed setting back, so that no script sees another's.
function runtime.resetSettings()
  for reset in next, resets do
    resets[reset] = nil
    reset()
  end
end

runtime.arguments = arguments
