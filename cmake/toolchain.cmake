# What every unit is compiled and linked with. Preset-specific flags are in CMakePresets.json.
add_library(gatehouse_options INTERFACE)
target_compile_options(gatehouse_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
  # clang counts sign conversions as conversions, g++ does not; the house follows g++.
  $<$<CXX_COMPILER_ID:Clang>:-Wno-sign-conversion>)
target_compile_definitions(gatehouse_options INTERFACE _GLIBCXX_ASSERTIONS)
target_include_directories(gatehouse_options INTERFACE "${CMAKE_SOURCE_DIR}/src")

# The program is position independent. Not by CMake's property, which compiles static libraries with -fPIC
# and so pays for symbols that nobody can replace; a shared library's own -fPIC comes later and wins.
string(APPEND CMAKE_C_FLAGS " -fPIE")
string(APPEND CMAKE_CXX_FLAGS " -fPIE")
string(APPEND CMAKE_EXE_LINKER_FLAGS " -pie")

# Conveniences: used where present, never required. A launcher from outside (tools/build_times) wins.
find_program(CCACHE ccache)
if(CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER "${CCACHE}")
  # What a precompiled header was made of counts, not when.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE}")
  add_compile_options("$<$<COMPILE_LANG_AND_ID:CXX,Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endif()
find_program(LLD ld.lld)
find_program(MOLD mold)
if(LLD)
  add_link_options(-fuse-ld=lld)
elseif(MOLD)
  add_link_options(-fuse-ld=mold)
endif()
