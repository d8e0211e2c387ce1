// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Registers icons (":/trutina/icons/NAME.svg") and fonts (":/trutina/fonts/…"). May be called more than once.
/// Not in a namespace: Q_INIT_RESOURCE declares a function of the global one.
void initializeTrutinaResources();
