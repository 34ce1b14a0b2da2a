-- Numbers as Lua 5.1 prints and reads them: all of them doubles, fourteen digits.
local host, runtime = ...
local type, tostring, tonumber, error, rawget, getmetatable = type, tostring, tonumber, error, rawget, debug.getmetatable
local kind, floor, ceil, mininteger = math.type, math.floor, math.ceil, math.mininteger
local format, lower, match = string.format, string.lower, string.match

-- A number whose own conversion to text is 5.1's: an integer of up to fourteen digits. Others become text here.
local function printable(number)
  if kind(number) == "integer" then
    if number < 100000000000000 and number > -100000000000000 then return number end
  elseif number < 100000000000000 and number > -100000000000000 then
    local whole = floor(number)
    if whole == number and (whole ~= 0 or 1 / number > 0) then return whole end
  end
  return format("%.14g", number)
end
runtime.printable = printable

-- An operand of "..", with its name for the error.
function runtime.concatenable(value, name)
  local what = type(value)
  if what == "string" then return value end
  if what == "number" then return printable(value) end
  local methods = getmetatable(value)
  if methods and rawget(methods, "__concat") ~= nil then return value end
  if name then error("attempt to concatenate " .. name .. " (a " .. what .. " value)", 2) end
  error("attempt to concatenate a " .. what .. " value", 2)
end

-- What a function of Lua that wants an integer gets for a number.
function runtime.integer(value)
  if kind(value) == "float" then
    value = value >= 0 and floor(value) or ceil(value)
    if kind(value) == "float" then return mininteger end
  elseif type(value) == "string" then
    local number = tonumber(value)
    if number then return runtime.integer(number) end
  end
  return value
end

-- Text for a number, anything else as it is.
function runtime.unnumbered(value)
  if type(value) == "number" then return format("%s", printable(value)) end
  return value
end

function runtime.tostring(value)
  if type(value) == "number" then return format("%s", printable(value)) end
  return tostring(value)
end

local globals = runtime.globals

function globals.tostring(...)
  local value = ...
  if type(value) == "number" then return format("%s", printable(value)) end
  return tostring(...)
end

local words = { inf = 1 / 0, infinity = 1 / 0, nan = 0 / 0 }
local NAN = -(0 / 0)

function globals.tonumber(...)
  local value, base = ...
  if base == nil or base == 10 then
    local number = tonumber((...))
    if number then return number + 0.0 end
    if value == nil or type(value) ~= "string" then return tonumber(...) and nil end
    local sign, word = match(lower(value), "^%s*([+-]?)(%a+)%s*$")
    local special = word and words[word]
    if not special then return nil end
    if word == "nan" then return sign == "-" and -NAN or NAN end
    return sign == "-" and -special or special
  end
  base = runtime.integer(base)
  value = runtime.unnumbered(value)
  if base == 16 and type(value) == "string" then value = value:gsub("^(%s*[+-]?)0[xX]", "%1") end
  local number = tonumber(value, base)
  return number and number + 0.0
end
