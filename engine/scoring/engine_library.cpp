// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/engine_facade.h"

/// The one symbol that the engine library exports; see engine/api/engine.h.
extern "C" __attribute__((visibility("default"))) trutina::engine::Engine* trutina_create_engine(int interfaceVersion);

trutina::engine::Engine* trutina_create_engine(int interfaceVersion) {
    return interfaceVersion == trutina::engine::kInterfaceVersion ? new trutina::engine::EngineFacade : nullptr;
}
