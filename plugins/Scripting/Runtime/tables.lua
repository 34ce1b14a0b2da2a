-- The table library of Lua 5.1, which looks at tables as they are, without their metatables.
local _, runtime = ...
local type, error, select, next, rawget, rawset, rawlen, getmetatable = type, error, select, next, rawget, rawset, rawlen, debug.getmetatable
local integer, unnumbered, printable = runtime.integer, runtime.unnumbered, runtime.printable
local insert, remove, concat, sort, unpack = table.insert, table.remove, table.concat, table.sort, table.unpack
local kind = math.type

local tables = {}

local function check(t, name)
  if type(t) ~= "table" then
    error("bad argument #1 to '" .. name .. "' (table expected, got " .. (t == nil and "no value" or type(t)) .. ")")
  end
  if runtime.reals[t] then error("Attempt to modify a readonly table", 0) end
end

function tables.getn(t)
  check(t, "getn")
  return rawlen(t)
end

function tables.setn(t)
  check(t, "setn")
  error("'setn' is obsolete")
end

function tables.maxn(t)
  check(t, "maxn")
  local most = 0
  for key in next, t do
    if type(key) == "number" and key > most then most = key end
  end
  return most
end

function tables.foreach(t, f)
  check(t, "foreach")
  for key, value in next, t do
    local result = f(key, value)
    if result ~= nil then return result end
  end
end

function tables.foreachi(t, f)
  check(t, "foreachi")
  for i = 1, rawlen(t) do
    local result = f(i, rawget(t, i))
    if result ~= nil then return result end
  end
end

function tables.insert(...)
  local t, position, value = ...
  check(t, "insert")
  local count = select("#", ...)
  if count == 2 then
    rawset(t, rawlen(t) + 1, position)
    return
  end
  if count ~= 3 then error("wrong number of arguments to 'insert'") end
  local last = rawlen(t) + 1
  if type(position) ~= "number" then position = integer(position) end
  if type(position) ~= "number" then error("bad argument #2 to 'insert' (number expected, got " .. type(position) .. ")") end
  position = integer(position)
  for i = last, position + 1, -1 do rawset(t, i, rawget(t, i - 1)) end
  rawset(t, position, value)
end

function tables.remove(t, position)
  check(t, "remove")
  local count = rawlen(t)
  position = position == nil and count or integer(position)
  if not (1 <= position and position <= count) then return end
  local value = rawget(t, position)
  for i = position, count - 1 do rawset(t, i, rawget(t, i + 1)) end
  rawset(t, count, nil)
  return value
end

function tables.concat(t, separator, i, j)
  check(t, "concat")
  local first = i == nil and 1 or integer(i)
  local last = j == nil and rawlen(t) or integer(j)
  if last - first > 100000000 then error("table contains non-strings") end
  local parts, isChanged = nil, getmetatable(t) ~= nil
  if isChanged then parts = {} end
  for at = first, last do
    local value = rawget(t, at)
    if type(value) == "string" then
      if parts then parts[at - first + 1] = value end
    elseif type(value) == "number" then
      if not parts then
        parts = {}
        for before = first, at - 1 do parts[before - first + 1] = rawget(t, before) end
      end
      parts[at - first + 1] = printable(value)
    else
      error("invalid value (" .. type(value) .. ") at index " .. at .. " in table for 'concat'")
    end
  end
  separator = unnumbered(separator)
  if parts then return concat(parts, separator) end
  return concat(t, separator, first, last)
end

function tables.sort(t, before)
  check(t, "sort")
  if getmetatable(t) == nil then return sort(t, before) end
  local copy, count = {}, rawlen(t)
  for i = 1, count do copy[i] = rawget(t, i) end
  sort(copy, before)
  for i = 1, count do rawset(t, i, copy[i]) end
end

function runtime.globals.unpack(t, i, j)
  if type(t) ~= "table" then
    error("bad argument #1 to 'unpack' (table expected, got " .. (t == nil and "no value" or type(t)) .. ")")
  end
  if getmetatable(t) == nil then return unpack(t, integer(i), integer(j)) end
  local first = i == nil and 1 or integer(i)
  local last = j == nil and rawlen(t) or integer(j)
  if last - first >= 1000000 then error("too many results to unpack") end
  local copy = {}
  for at = first, last do copy[at] = rawget(t, at) end
  return unpack(copy, first, last)
end

function runtime.globals.select(n, ...)
  return select(n == "#" and n or integer(n), ...)
end

runtime.tables = tables
