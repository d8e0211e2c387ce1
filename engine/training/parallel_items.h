// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>

namespace trutina::engine {

/// Calls work(0) to work(count - 1), on as many threads as there are processors. Throws again what the first failing item threw,
/// once all threads have come to rest.
void forItems(std::size_t count, const std::function<void(std::size_t)>& work);

} // namespace trutina::engine
