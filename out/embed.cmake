# cmake -D OUTPUT=header -D "FILES=a.json;b.sql" -P embed.cmake
# Turns files into a header of char arrays: a.json becomes a_json[].  Arrays,
# not literals: those have a length limit in C17.
set(header "/* Made by out/embed.cmake; do not edit. */\n")
foreach(path IN LISTS FILES)
  get_filename_component(name ${path} NAME)
  string(MAKE_C_IDENTIFIER ${name} name)
  file(READ ${path} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
  string(APPEND header "static const char ${name}[] = {\n${bytes}\n};\n")
endforeach()
file(WRITE ${OUTPUT} "${header}")
