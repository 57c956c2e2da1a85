# Files that travel inside the binary: gatehouse_embed(<target> migrations|assets <folder> <pattern> <header>)
# adds a generated unit to <target> that defines the function <header> declares. Nothing happens until
# that header exists.
function(gatehouse_embed target what folder pattern header)
  file(GLOB declared CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${header}")
  if(NOT declared)
    return()
  endif()
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}/${folder}"
       "${CMAKE_SOURCE_DIR}/${folder}/${pattern}")
  list(SORT files)
  list(TRANSFORM files PREPEND "${CMAKE_SOURCE_DIR}/${folder}/" OUTPUT_VARIABLE paths)
  list(JOIN files ":" names)
  set(unit "${CMAKE_BINARY_DIR}/embedded/${what}.cpp")
  # The names are part of the command, so that a file that goes away makes it run again.
  add_custom_command(
    OUTPUT "${unit}"
    COMMAND "${CMAKE_COMMAND}" -DWHAT=${what} -DFOLDER=${CMAKE_SOURCE_DIR}/${folder} -DNAMES=${names}
            -DUNIT=${unit} -P "${CMAKE_SOURCE_DIR}/cmake/write_embedded.cmake"
    DEPENDS ${paths} "${CMAKE_SOURCE_DIR}/cmake/write_embedded.cmake"
    VERBATIM)
  target_sources(${target} PRIVATE "${unit}")
endfunction()
