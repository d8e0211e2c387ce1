# trutina_embed_file(TARGET FILE HEADER FUNCTION): compiles the bytes of FILE into TARGET, so that no program looks for it at run
# time. HEADER declares FUNCTION, which returns them: std::span<const std::uint8_t> namespace::function().
function(trutina_embed_file target file header function)
    cmake_path(GET file STEM name)
    set(source "${CMAKE_CURRENT_BINARY_DIR}/${name}_bytes.cpp")
    add_custom_command(OUTPUT "${source}"
        COMMAND "${CMAKE_COMMAND}" -D "FILE=${file}" -D "HEADER=${header}" -D "FUNCTION=${function}" -D "SOURCE=${source}"
                -P "${CMAKE_SOURCE_DIR}/cmake/WriteEmbeddedFile.cmake"
        DEPENDS "${file}" "${CMAKE_SOURCE_DIR}/cmake/WriteEmbeddedFile.cmake"
        COMMENT "Embedding ${name}" VERBATIM)
    target_sources(${target} PRIVATE "${source}")
endfunction()
