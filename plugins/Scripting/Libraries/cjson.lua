-- The cjson library: JSON (RFC 8259) with the dialect, the settings and the errors that Redis' scripts know.
--
-- Usual documents are left to the host. What it does not take comes here, where again a straight path leads to an exact
-- one as soon as something is unusual: that one decides what the result or the error is.

local null, arguments = ...
local type, select, next, tonumber, rawget = type, select, next, tonumber, rawget
local byte, char, sub, find, match, gsub, lower = string.byte, string.char, string.sub, string.find, string.match,
  string.gsub, string.lower
local format = string.format
local concat = table.concat

--- A code point in UTF-8.
local function utf8char(code)
  if code < 0x80 then return char(code) end
  if code < 0x800 then return char(0xc0 | code >> 6, 0x80 | code & 0x3f) end
  if code < 0x10000 then return char(0xe0 | code >> 12, 0x80 | code >> 6 & 0x3f, 0x80 | code & 0x3f) end
  return char(0xf0 | code >> 18, 0x80 | code >> 12 & 0x3f, 0x80 | code >> 6 & 0x3f, 0x80 | code & 0x3f)
end
local raise, bad, text, int, option, export = arguments.raise, arguments.bad, arguments.string, arguments.int,
  arguments.option, arguments.export

local reals = arguments.reals

-- The host's own, for what is usual; they give nothing where it is not. Not there when the library runs by itself.
local decodejson, encodejson = arguments.decodejson, arguments.encodejson

local MAX_INT = 0x7fffffff

-- However deep the settings allow, the interpreter's stack must hold it.
local MAX_DEPTH = 7000

---------------------------------------------------------------------------------------------------------- encoding

local ESCAPED = "[%c\"\\/]"
local escapes = { ['"'] = '\\"', ["\\"] = "\\\\", ["/"] = "\\/", ["\b"] = "\\b", ["\t"] = "\\t", ["\n"] = "\\n",
  ["\f"] = "\\f", ["\r"] = "\\r" }
for code = 0, 31 do
  local control = char(code)
  escapes[control] = escapes[control] or format("\\u%04x", code)
end
escapes["\127"] = "\\u007f"

--- A string as JSON writes it. The interpreter's own quoting is the fastest look at all its bytes: when it had nothing
--- to escape, only slashes can be left for JSON.
local function quote(value)
  local quoted = format("%q", value)
  if #quoted == #value + 2 and not find(quoted, "/", 1, true) then return quoted end
  return '"' .. gsub(value, ESCAPED, escapes) .. '"'
end

-- Texts of object keys that were met: `{"key":` for an object's first member, `,"key":` for the others. Emptied when
-- they grow; they hold no values.
local KNOWN_KEYS = 256
local firstKeys, nextKeys, keyCount = {}, {}, 0

local function learnKey(key, known, separator)
  local text = separator .. quote(key) .. ":"
  if #key <= 40 then
    if keyCount >= KNOWN_KEYS then
      for old in next, firstKeys do firstKeys[old] = nil end
      for old in next, nextKeys do nextKeys[old] = nil end
      keyCount = 0
    end
    known[key] = text
    keyCount = keyCount + 1
  end

  return text
end

--- The functions that encode with a library's settings.
local function encoder(settings)
  -- The document being built, and the bound of integers that are written with all their digits.
  local pieces, count, integerLimit

  -- The value being encoded, and whether tables are measured before they are written, as cjson does it.
  local root, exact
  local append

  --- Ends with the error that comes first in cjson's order: a straight pass may have met a later one.
  local function refuse(value, reason)
    if not exact then
      exact = true
      append(root, 0)
    end

    raise(format("Cannot serialise %s: %s", type(value), reason))
  end

  --- The text of a number that is no small integer.
  local function numberText(value)
    if value ~= value or value == 1 / 0 or value == -1 / 0 then
      local allowed = settings.encodeInvalidNumbers
      if allowed == 0 then refuse(value, "must not be NaN or Inf") end
      if allowed == 2 then return "null" end
      return value ~= value and "nan" or value > 0 and "inf" or "-inf"
    end

    return format(settings.numberFormat, value)
  end

  --- A number, in a form that `concat` writes as cjson would.
  local function number(value)
    if value % 1 == 0 and value < integerLimit and value > -integerLimit and (value ~= 0 or 1 / value > 0) then
      return value | 0
    end

    return numberText(value)
  end

  --- The length of a table that is an array, -1 of one that is an object.
  local function arrayLength(value)
    local highest, elements = 0, 0
    for key in next, value do
      if type(key) ~= "number" or key <= 0 or key % 1 ~= 0 then return -1 end
      -- cjson keeps the length in a C int, where a larger key becomes the least one.
      if key > highest then highest = key <= MAX_INT and key or -MAX_INT - 1 end
      elements = elements + 1
    end

    if settings.sparseRatio > 0 and highest > elements * settings.sparseRatio and highest > settings.sparseSafe then
      if not settings.sparseConvert then refuse(value, "excessively sparse array") end
      return -1
    end

    return highest
  end

  local function appendArray(value, length, depth)
    count = count + 1
    pieces[count] = "["
    for index = 1, length do
      if index > 1 then
        count = count + 1
        pieces[count] = ","
      end
      append(rawget(value, index), depth)
    end

    count = count + 1
    pieces[count] = "]"
  end

  local function appendObject(value, depth)
    local known, separator = firstKeys, "{"
    for key, element in next, value do
      local kind = type(key)
      count = count + 1
      if kind == "string" then
        pieces[count] = known[key] or learnKey(key, known, separator)
      elseif kind == "number" then
        pieces[count] = separator .. '"' .. number(key) .. '":'
      else
        refuse(key, "table key must be a number or string")
      end
      known, separator = nextKeys, ","

      kind = type(element)
      if kind == "string" then
        local quoted = format("%q", element)
        count = count + 1
        if #quoted == #element + 2 and not find(quoted, "/", 1, true) then
          pieces[count] = quoted
        else
          pieces[count] = '"' .. gsub(element, ESCAPED, escapes) .. '"'
        end
      else
        append(element, depth, kind)
      end
    end

    count = count + 1
    pieces[count] = known == firstKeys and "{}" or "}"
  end

  --- Whether the table was a plain sequence, which is written while it is looked at.
  local function appendSequence(value, depth)
    local before, expected = count, 1
    for key, element in next, value do
      if key ~= expected then
        count = before
        return false
      end

      count = count + 1
      pieces[count] = expected == 1 and "[" or ","
      expected = expected + 1
      append(element, depth)
    end

    if expected == 1 then return false end
    count = count + 1
    pieces[count] = "]"
    return true
  end

  function append(value, depth, kind)
    kind = kind or type(value)
    if kind == "string" then
      count = count + 1
      pieces[count] = quote(value)
    elseif kind == "number" then
      count = count + 1
      pieces[count] = number(value)
    elseif kind == "table" then
      depth = depth + 1
      if depth > settings.encodeDepth or depth > MAX_DEPTH then
        if not exact then
          exact = true
          append(root, 0)
        end

        raise(format("Cannot serialise, excessive nesting (%d)", depth))
      end

      local first = next(value)
      if first == nil and reals[value] then
        -- A table that nobody can change stands before the one with its content.
        value = reals[value]
        first = next(value)
      end

      if type(first) == "string" then
        appendObject(value, depth)
      elseif exact or not appendSequence(value, depth) then
        local length = arrayLength(value)
        if length > 0 then appendArray(value, length, depth) else appendObject(value, depth) end
      end
    elseif kind == "boolean" then
      count = count + 1
      pieces[count] = value and "true" or "false"
    elseif value == nil or value == null then
      count = count + 1
      pieces[count] = "null"
    else
      refuse(value, "type not supported")
    end
  end

  return function(value)
    pieces, count, root, exact = {}, 0, value, false
    integerLimit = settings.integerLimit
    append(value, 0)
    local document = concat(pieces, "", 1, count)
    pieces, root = nil, nil
    return document
  end
end

---------------------------------------------------------------------------------------------------------- decoding

local QUOTE, BACKSLASH, COMMA, COLON, MINUS = 34, 92, 44, 58, 45
local LEFT_BRACKET, RIGHT_BRACKET, LEFT_BRACE, RIGHT_BRACE = 91, 93, 123, 125
local ZERO, NINE = 48, 57
local LETTER_T, LETTER_F, LETTER_N, LETTER_U = 116, 102, 110, 117

local spaces = { [32] = true, [9] = true, [10] = true, [13] = true }

local unescaped = { [QUOTE] = '"', [BACKSLASH] = "\\", [47] = "/", [98] = "\b", [116] = "\t", [110] = "\n",
  [102] = "\f", [114] = "\r" }

local tokens = { [LEFT_BRACE] = "T_OBJ_BEGIN", [RIGHT_BRACE] = "T_OBJ_END", [LEFT_BRACKET] = "T_ARR_BEGIN",
  [RIGHT_BRACKET] = "T_ARR_END", [COLON] = "T_COLON", [COMMA] = "T_COMMA" }

--- The code point of `\uXXXX` at a position and the position behind it; a surrogate takes its other half along.
local function scanUnicode(input, position)
  local digits = match(input, "^\\u(%x%x%x%x)", position)
  if digits == nil then return nil end
  local code = tonumber(digits, 16)
  position = position + 6
  if code & 0xf800 ~= 0xd800 then return code, position end
  if code & 0x400 ~= 0 then return nil end

  digits = match(input, "^\\u(%x%x%x%x)", position)
  local half = digits and tonumber(digits, 16)
  if half == nil or half & 0xfc00 ~= 0xdc00 then return nil end
  return 0x10000 + ((code & 0x3ff) << 10 | half & 0x3ff), position + 6
end

--- The string whose quote is at a position, and the position behind it; or nil, what is wrong and where.
local function scanString(input, position)
  local pieces, count = {}, 0
  position = position + 1
  while true do
    local stop = find(input, '["\\]', position)
    if stop == nil then return nil, "unexpected end of string", #input + 1 end
    if stop > position then
      count = count + 1
      pieces[count] = sub(input, position, stop - 1)
    end

    if byte(input, stop) == QUOTE then return concat(pieces), stop + 1 end

    local code = byte(input, stop + 1)
    count = count + 1
    if code == LETTER_U then
      code, position = scanUnicode(input, stop)
      if code == nil then return nil, "invalid unicode escape code", stop end
      pieces[count] = utf8char(code)
    else
      local character = unescaped[code]
      if character == nil then return nil, "invalid escape code", stop end
      pieces[count] = character
      position = stop + 2
    end
  end
end

--- What C's strtod reads at a position: the number and the position behind it, or nil.
local function scanNumeral(input, position)
  local sign, start = match(input, "^([+-]?)()", position)
  local word, past = match(input, "^(%a+)()", start)
  local value
  if word then
    word = lower(word)
    if sub(word, 1, 8) == "infinity" then
      value, past = 1 / 0, start + 8
    elseif sub(word, 1, 3) == "inf" then
      value, past = 1 / 0, start + 3
    elseif sub(word, 1, 3) == "nan" then
      value, past = -(0 / 0), start + 3
      past = match(input, "^%([%w_]*%)()", past) or past
    end
  else
    local digits = match(input, "^0[xX]%x+%.?%x*", start) or match(input, "^0[xX]%.%x+", start)
    if digits then
      local exponent = match(input, "^[pP][+-]?%d+", start + #digits)
      value = tonumber(digits .. (exponent or "p0"))
      past = start + #digits + (exponent and #exponent or 0)
    else
      digits = match(input, "^%d+%.?%d*", start) or match(input, "^%.%d+", start)
      if digits then
        digits = digits .. (match(input, "^[eE][+-]?%d+", start + #digits) or "")
        value = tonumber(digits)
        past = start + #digits
      end
    end
  end

  if value == nil then return nil end
  value = value + 0.0
  return sign == "-" and -value or value, past
end

--- Whether the text at a position is none of JSON's numbers, though strtod may take it.
local function isForeignNumber(input, position)
  local lead = byte(input, position)
  if lead == 43 then return true end
  if lead == MINUS then position = position + 1 end

  lead = byte(input, position)
  if lead == ZERO then return find(input, "^[xX%d]", position + 1) ~= nil end
  if lead and lead > ZERO and lead <= NINE then return false end
  local word = lower(sub(input, position, position + 2))
  return word == "inf" or word == "nan"
end

--- The token at a position, as cjson's errors call it, or what is wrong with it; and where.
local function describe(input, position, foreignNumbers)
  position = find(input, "[^ \t\n\r]", position)
  if position == nil then return "T_END", #input + 1 end

  local lead = byte(input, position)
  if tokens[lead] then return tokens[lead], position end
  if lead == QUOTE then
    local value, problem, at = scanString(input, position)
    if value == nil then return problem, at end
    return "T_STRING", position
  end

  if lead == MINUS or lead >= ZERO and lead <= NINE then
    if not foreignNumbers and isForeignNumber(input, position) or scanNumeral(input, position) == nil then
      return "invalid number", position
    end
    return "T_NUMBER", position
  end

  if find(input, "^true", position) or find(input, "^false", position) then return "T_BOOLEAN", position end
  if find(input, "^null", position) then return "T_NULL", position end
  if foreignNumbers and find(input, "^[fiIntN+]", position) and isForeignNumber(input, position) then
    if scanNumeral(input, position) == nil then return "invalid number", position end
    return "T_NUMBER", position
  end

  return "invalid token", position
end

--- The function that decodes with a library's settings.
local function decoder(settings)
  -- The document being read, its next backslash from where strings may hold one, and how many containers are open.
  local input, escapeAt, depth

  local function expected(what, position)
    local found, at = describe(input, position, settings.decodeInvalidNumbers)
    raise(format("Expected %s but found %s at character %d", what, found, at))
  end

  local function descend(position)
    depth = depth + 1
    if depth > settings.decodeDepth or depth > MAX_DEPTH then
      raise(format("Found too many nested data structures (%d) at character %d", depth, position))
    end
  end

  --- A string with escapes, or without its end.
  local function scan(position, what)
    local value, past = scanString(input, position)
    if value == nil then expected(what, position) end
    escapeAt = find(input, "\\", past, true) or 1 << 60
    return value, past
  end

  --- A number that is written as JSON does it, else whatever the settings let pass.
  local function number(position, lead)
    local digits = match(input, "^[%d.eE+-]+", position)
    local value = tonumber(digits)
    if value and (lead > ZERO or lead == MINUS and byte(digits, 2) > ZERO) then return value + 0.0, position + #digits end
    if lead == ZERO and #digits == 1 then
      local after = byte(input, position + 1)
      if after ~= 120 and after ~= 88 then return 0.0, position + 1 end
    end

    if not settings.decodeInvalidNumbers and isForeignNumber(input, position) then expected("value", position) end
    local past
    value, past = scanNumeral(input, position)
    if value == nil then expected("value", position) end
    return value, past
  end

  local array, object

  --- The value whose first byte, `lead`, is at a position, and the position behind it.
  local function value(position, lead)
    if lead == QUOTE then
      local stop = find(input, '"', position + 1, true)
      if stop and stop < escapeAt then return sub(input, position + 1, stop - 1), stop + 1 end
      return scan(position, "value")
    end

    if lead == LEFT_BRACE then return object(position) end
    if lead == LEFT_BRACKET then return array(position) end
    if lead == nil then expected("value", position) end
    if lead == MINUS or lead >= ZERO and lead <= NINE then return number(position, lead) end
    if lead == LETTER_T and find(input, "^true", position) then return true, position + 4 end
    if lead == LETTER_F and find(input, "^false", position) then return false, position + 5 end
    if lead == LETTER_N and find(input, "^null", position) then return null, position + 4 end
    if describe(input, position, settings.decodeInvalidNumbers) ~= "T_NUMBER" then expected("value", position) end
    return scanNumeral(input, position)
  end

  function array(position)
    descend(position)
    local elements, length = {}, 0
    local past = position + 1
    local lead, following = byte(input, past, past + 1)
    if spaces[lead] then
      past = match(input, "^[ \t\n\r]*()", past)
      lead = byte(input, past)
    end

    if lead == RIGHT_BRACKET then
      depth = depth - 1
      return elements, past + 1
    end

    while true do
      length = length + 1
      elements[length], past = value(past, lead)

      lead, following = byte(input, past, past + 1)
      if spaces[lead] then
        past = match(input, "^[ \t\n\r]*()", past)
        lead, following = byte(input, past, past + 1)
      end

      past = past + 1
      if lead == COMMA then
        lead = following
        if spaces[lead] then
          past = match(input, "^[ \t\n\r]*()", past)
          lead = byte(input, past)
        end
      elseif lead == RIGHT_BRACKET then
        depth = depth - 1
        return elements, past
      else
        expected("comma or array end", past - 1)
      end
    end
  end

  function object(position)
    descend(position)
    local members = {}
    local past = position + 1
    local lead, following = byte(input, past)
    if spaces[lead] then
      past = match(input, "^[ \t\n\r]*()", past)
      lead = byte(input, past)
    end

    if lead == RIGHT_BRACE then
      depth = depth - 1
      return members, past + 1
    end

    while true do
      if lead ~= QUOTE then expected("object key string", past) end
      local key
      local stop = find(input, '"', past + 1, true)
      if stop and stop < escapeAt then
        key, past = sub(input, past + 1, stop - 1), stop + 1
      else
        key, past = scan(past, "object key string")
      end

      lead, following = byte(input, past, past + 1)
      if spaces[lead] then
        past = match(input, "^[ \t\n\r]*()", past)
        lead, following = byte(input, past, past + 1)
      end
      if lead ~= COLON then expected("colon", past) end

      past = past + 1
      lead = following
      if spaces[lead] then
        past = match(input, "^[ \t\n\r]*()", past)
        lead = byte(input, past)
      end

      if lead == QUOTE then
        stop = find(input, '"', past + 1, true)
        if stop and stop < escapeAt then
          members[key], past = sub(input, past + 1, stop - 1), stop + 1
        else
          members[key], past = scan(past, "value")
        end
      else
        members[key], past = value(past, lead)
      end

      lead, following = byte(input, past, past + 1)
      if spaces[lead] then
        past = match(input, "^[ \t\n\r]*()", past)
        lead, following = byte(input, past, past + 1)
      end

      past = past + 1
      if lead == COMMA then
        lead = following
        if spaces[lead] then
          past = match(input, "^[ \t\n\r]*()", past)
          lead = byte(input, past)
        end
      elseif lead == RIGHT_BRACE then
        depth = depth - 1
        return members, past
      else
        expected("comma or object end", past - 1)
      end
    end
  end

  return function(document)
    if #document >= 2 and (byte(document, 1) == 0 or byte(document, 2) == 0) then
      raise("JSON parser does not support UTF-16 or UTF-32")
    end

    -- Redis' parser reads up to a zero byte.
    local ending = find(document, "\0", 1, true)
    input, depth = ending and sub(document, 1, ending - 1) or document, 0
    escapeAt = find(input, "\\", 1, true) or 1 << 60

    local first = find(input, "[^ \t\n\r]") or #input + 1
    local result, past = value(first, byte(input, first))
    if find(input, "[^ \t\n\r]", past) then expected("the end", past) end
    input = nil
    return result
  end
end

---------------------------------------------------------------------------------------------------- entry functions

local OFF_ON = { "off", "on" }
local OFF_ON_NULL = { "off", "on", "null" }

--- A library's functions, over settings of its own, and what takes the settings back.
local create
function create()
  local settings = {}

  local function reset()
    settings.sparseConvert = false
    settings.sparseRatio = 2
    settings.sparseSafe = 10
    settings.encodeDepth = 1000
    settings.decodeDepth = 1000
    settings.precision = 14
    settings.numberFormat = "%.14g"
    settings.integerLimit = 1e14
    settings.encodeInvalidNumbers = 0
    settings.decodeInvalidNumbers = true
    settings.keepBuffer = true
    settings.isUsual = true
  end
  reset()

  local encode, decode = encoder(settings), decoder(settings)
  local library = { null = null, _NAME = "cjson", _VERSION = "2.1.0" }

  --- A setting function takes at most so many arguments.
  local function atMost(count, limit)
    if count > limit then bad(limit + 1, "found too many arguments") end
  end

  --- A setting between bounds; nil leaves it.
  local function bounded(index, value, name, least, most)
    if value == nil then return settings[name] end
    value = int(index, value)
    if value < least or value > most then
      bad(1, format("expected integer between %d and %d", least, most))
    end

    arguments.changed(reset)
    settings[name] = value
    return value
  end

  --- A switch: false and true, or "off" and "on"; nil leaves it.
  local function switch(index, value, name)
    if value == nil then return settings[name] end
    if type(value) ~= "boolean" then value = option(index, value, OFF_ON) == 1 end
    arguments.changed(reset)
    settings[name] = value
    return value
  end

  export(library, "encode", function(...)
    if select("#", ...) ~= 1 then bad(1, "expected 1 argument") end
    local value = ...
    if encodejson and settings.isUsual then
      local document = encodejson(value, settings.encodeDepth)
      if document then return document end
    end

    local document = encode(value)
    return document
  end)

  export(library, "decode", function(...)
    if select("#", ...) ~= 1 then bad(1, "expected 1 argument") end
    local document = ...
    if type(document) ~= "string" then document = text(1, document, true) end
    if decodejson then
      local value, done = decodejson(document, settings.decodeDepth)
      if done then return value end
    end

    local value = decode(document)
    return value
  end)

  export(library, "encode_sparse_array", function(...)
    atMost(select("#", ...), 3)
    local convert, ratio, safe = ...
    return switch(1, convert, "sparseConvert"), bounded(2, ratio, "sparseRatio", 0, MAX_INT) + 0.0,
      bounded(3, safe, "sparseSafe", 0, MAX_INT) + 0.0
  end)

  export(library, "encode_max_depth", function(...)
    atMost(select("#", ...), 1)
    local depth = bounded(1, (...), "encodeDepth", 1, MAX_INT)
    return depth + 0.0
  end)

  export(library, "decode_max_depth", function(...)
    atMost(select("#", ...), 1)
    local depth = bounded(1, (...), "decodeDepth", 1, MAX_INT)
    return depth + 0.0
  end)

  export(library, "encode_number_precision", function(...)
    atMost(select("#", ...), 1)
    local precision = bounded(1, (...), "precision", 1, 14)
    settings.isUsual = precision == 14
    settings.numberFormat = format("%%.%dg", precision)
    settings.integerLimit = 10.0 ^ precision
    return precision + 0.0
  end)

  export(library, "encode_keep_buffer", function(...)
    atMost(select("#", ...), 1)
    local keep = switch(1, (...), "keepBuffer")
    return keep
  end)

  export(library, "encode_invalid_numbers", function(...)
    atMost(select("#", ...), 1)
    local value = ...
    if value ~= nil then
      if type(value) == "boolean" then
        value = value and 1 or 0
      else
        value = option(1, value, OFF_ON_NULL)
      end
      arguments.changed(reset)
      settings.encodeInvalidNumbers = value
    end

    if settings.encodeInvalidNumbers == 2 then return "null" end
    return settings.encodeInvalidNumbers == 1
  end)

  export(library, "decode_invalid_numbers", function(...)
    atMost(select("#", ...), 1)
    local accept = switch(1, (...), "decodeInvalidNumbers")
    return accept
  end)

  export(library, "new", function()
    local other = create()
    return other
  end)

  return library, reset
end

local cjson = create()
return cjson
