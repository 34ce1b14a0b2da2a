-- The string library of Lua 5.1.
local host, runtime = ...
local type, error, select, tostring = type, error, select, tostring
local integer, unnumbered, printable = runtime.integer, runtime.unnumbered, runtime.printable
local native = string
local byte, char, find, format, gsub, len, rep, sub = native.byte, native.char, native.find, native.format, native.gsub, native.len, native.rep, native.sub
local lower, upper, match, gmatch, reverse = native.lower, native.upper, native.match, native.gmatch, native.reverse
local concat, unpack, tonumber, kind = table.concat, table.unpack, tonumber, math.type

local strings = {}

function strings.byte(s, i, j) return byte(unnumbered(s), integer(i), integer(j)) end
function strings.find(s, pattern, init, plain) return find(unnumbered(s), unnumbered(pattern), integer(init), plain) end
function strings.len(s) return len(unnumbered(s)) end
function strings.lower(s) return lower(unnumbered(s)) end
function strings.upper(s) return upper(unnumbered(s)) end
function strings.reverse(s) return reverse(unnumbered(s)) end
function strings.match(s, pattern, init) return match(unnumbered(s), unnumbered(pattern), integer(init)) end
function strings.gmatch(s, pattern) return gmatch(unnumbered(s), unnumbered(pattern)) end
strings.gfind = strings.gmatch

function strings.rep(...)
  local s, n = ...
  if n == nil then return rep(...) end
  return rep(unnumbered(s), integer(n))
end

function strings.sub(...)
  local s, i, j = ...
  if i == nil then return sub(...) end
  return sub(unnumbered(s), integer(i), integer(j))
end

function strings.char(...)
  local values = { ... }
  for i = 1, select("#", ...) do values[i] = integer(values[i]) end
  return char(unpack(values, 1, select("#", ...)))
end

-- Replacements that are numbers must become text as 5.1 does it. A '%' before anything but a digit stands for what follows.
local function replacement(value)
  if type(value) == "number" then return unnumbered(value) end
  return value
end

function strings.gsub(...)
  local s, pattern, with, n = ...
  local what = type(with)
  s, pattern = unnumbered(s), unnumbered(pattern)
  if what == "number" then
    with = unnumbered(with)
  elseif what == "string" then
    if find(with, "%%[^%d%%]") then with = gsub(with, "%%([^%d%%])", "%1") end
  elseif what == "function" then
    local f = with
    with = function(...) return replacement((f(...))) end
  elseif what == "table" then
    local t = with
    with = function(key) return replacement(t[key]) end
  else
    return gsub(...)
  end
  if n ~= nil then return gsub(s, pattern, with, integer(n)) end
  return gsub(s, pattern, with)
end

-- What a format wants, item by item; kept for the formats that were used last.
local parsed, count = {}, 0

local function parse(text)
  local wants, made, at = {}, {}, 1
  while true do
    local start = find(text, "%", at, true)
    if not start then break end
    if sub(text, start + 1, start + 1) == "%" then
      made[#made + 1] = sub(text, at, start + 1)
      at = start + 2
    else
      local flags, letter, stop = match(text, "^([-+ #0]*%d*%.?%d*)(.?)()", start + 1)
      wants[#wants + 1] = letter
      made[#made + 1] = sub(text, at, start) .. flags .. (letter == "u" and "d" or letter)
      at = stop
    end
  end
  made[#made + 1] = sub(text, at)
  wants.text = concat(made)
  if count >= 256 then parsed, count = {}, 0 end
  parsed[text] = wants
  count = count + 1
  return wants
end

local whole = { c = true, d = true, i = true, o = true, u = true, x = true, X = true }
local real = { e = true, E = true, f = true, g = true, G = true }

function strings.format(...)
  local text = ...
  if type(text) ~= "string" then
    if type(text) ~= "number" then return format(...) end
    text = unnumbered(text)
  end
  local wants = parsed[text] or parse(text)
  local given = select("#", ...) - 1
  local values = { select(2, ...) }
  for i = 1, #wants do
    local letter, value = wants[i], values[i]
    if i > given and (letter == "s" or letter == "q" or whole[letter] or real[letter]) then
      local wanted = (letter == "s" or letter == "q") and "string" or "number"
      error("bad argument #" .. (i + 1) .. " to 'format' (" .. wanted .. " expected, got no value)")
    end
    if letter == "s" or letter == "q" then
      if type(value) == "number" then
        values[i] = unnumbered(value)
      elseif type(value) ~= "string" then
        error("bad argument #" .. (i + 1) .. " to 'format' (string expected, got " .. type(value) .. ")")
      end
    elseif whole[letter] then
      values[i] = integer(value)
    elseif not real[letter] then
      error("invalid option '%" .. letter .. "' to 'format'")
    end
  end
  return format(wants.text, unpack(values, 1, given))
end

runtime.strings = strings
