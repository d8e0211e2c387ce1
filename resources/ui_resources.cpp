// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/ui_resources.h"

#include <QtCore/qglobal.h>
#include <QtCore/QDir>

void initializeTrutinaResources() {
    Q_INIT_RESOURCE(trutina_ui);
}
