// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/text_label.h"

namespace trutina::ui {

/// A text of several lines that always has the height they need. A plain label only wishes for it, and a layout that is short of
/// room cuts its last lines off.
class WrappedLabel : public TextLabel {
    Q_OBJECT
  public:
    explicit WrappedLabel(const QString& text = {}, TextRole role = TextRole::Label, TextWeight weight = TextWeight::Regular,
                          ColorRole colorRole = ColorRole::MutedText, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void resizeEvent(QResizeEvent* event) override;
};

} // namespace trutina::ui
