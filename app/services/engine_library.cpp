// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/engine_library.h"

#include <dlfcn.h>

#include <string>
#include <system_error>

namespace trutina::services {

namespace fs = std::filesystem;

namespace {

constexpr const char* kFileName = "libtrutina_engine.so";

std::string lastLoaderError() {
    const char* text = dlerror(); // NOLINT(concurrency-mt-unsafe): glibc keeps it per thread
    return text != nullptr ? text : "unknown loader error";
}

fs::path findLibrary(const std::vector<fs::path>& folders) {
    std::string tried;
    for (const fs::path& folder : folders) {
        const fs::path file = folder / kFileName;
        std::error_code ignored;
        if (fs::exists(file, ignored)) {
            return file;
        }
        tried += (tried.empty() ? "" : "\n") + file.string();
    }
    throw engine::Failure("engine.not_found", "The scoring engine is not installed beside the program.",
                          "Install Trutina again, or build the target trutina_engine.", "Looked for:\n" + tried);
}

} // namespace

std::shared_ptr<engine::Engine> EngineLibrary::open(const std::vector<fs::path>& folders) {
    const fs::path file = findLibrary(folders);
    void* const library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr) {
        throw engine::Failure("engine.not_loadable", "The scoring engine could not be started.",
                              "A library it needs may be missing: run packaging/setup again.", lastLoaderError());
    }
    const auto factory = reinterpret_cast<engine::EngineFactory>(dlsym(library, engine::kFactorySymbol));
    if (factory == nullptr) {
        throw engine::Failure("engine.not_loadable", "The file " + file.string() + " is not a Trutina engine.",
                              "Install Trutina again.", lastLoaderError());
    }
    std::shared_ptr<engine::Engine> made(factory(engine::kInterfaceVersion));
    if (!made) {
        throw engine::Failure("engine.version", "The scoring engine and this program are of different versions.",
                              "Install Trutina again, so that both come from the same package.",
                              file.string() + " does not offer interface version " + std::to_string(engine::kInterfaceVersion));
    }
    return made;
}

std::vector<fs::path> EngineLibrary::defaultFolders() {
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (error) {
        return {};
    }
    const fs::path folder = program.parent_path();
    return {folder.parent_path() / "lib", folder};
}

EngineSource EngineLibrary::source() {
    return [] { return open(); };
}

} // namespace trutina::services
