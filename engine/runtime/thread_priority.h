// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace trutina::engine {

/// Lets the calling thread, and the threads it starts from now on, work only with time that the window does not need.
/// Never fails: where the system refuses, the thread keeps its priority.
void lowerThreadPriority() noexcept;

/// Names the calling thread for debuggers and process viewers; at most 15 characters are kept.
void nameThread(const char* name) noexcept;

} // namespace trutina::engine
