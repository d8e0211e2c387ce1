# What keeps a clean build short: large headers of libraries are parsed once per target or group of targets, and code whose speed does
# not matter is not optimised for long.

# Lets ccache reuse objects that were made with a precompiled header.
function(trutina_cache_with_precompiled_header target)
    if(CCACHE_PROGRAM)
        set_target_properties(${target} PROPERTIES CXX_COMPILER_LAUNCHER
            "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime;${CCACHE_PROGRAM}")
    endif()
endfunction()

#   trutina_precompile(target <header>...)
function(trutina_precompile target)
    target_precompile_headers(${target} PRIVATE ${ARGN})
    trutina_cache_with_precompiled_header(${target})
endfunction()

# Less time for the optimiser, in builds that have one.
function(trutina_compile_quickly target)
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()
