// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/dialog_frame.h"

#include <QList>

class QStackedWidget;

namespace trutina::ui {

class TextLabel;

/// A dialog of several steps: their names above, one of them on show, and below the way out, the way back and the way on. Enter
/// goes on, Alt+Left goes back, Escape leaves. A step that says nothing for what was chosen is passed over.
class WizardFrame : public DialogFrame {
    Q_OBJECT
  public:
    WizardFrame(const QString& title, int widthAt100, QWidget* parent);

    [[nodiscard]] int step() const;
    [[nodiscard]] bool isLastStep() const;
    void goTo(int step);

  protected:
    /// The layout of a new step, which scrolls when the window is low. Steps are added before any is shown.
    QVBoxLayout* addStep(const QString& name);
    void setStepUsed(int step, bool isUsed);

    /// Whether the user may go on from the step on show.
    virtual bool mayGoOn() const = 0;
    /// What the way on is called in the last step, and whether it can be taken now.
    virtual QString lastVerb() const = 0;
    virtual void takeLastStep() = 0;
    /// Whether something runs that only stopping may interrupt.
    virtual bool isBusy() const = 0;
    virtual void enterStep(int /*step*/) {}
    /// Shows buttons and names of steps as things stand; call it when an answer of the functions above changes.
    void refreshSteps();

    void keyPressEvent(QKeyEvent* event) override;

  private:
    [[nodiscard]] int neighbour(int direction) const; ///< the next step that is used, -1 without one
    void goOn();
    void goBack();

    QHBoxLayout* m_names;
    QStackedWidget* m_pages;
    QList<TextLabel*> m_labels;
    QList<bool> m_isUsed;
    QPushButton* m_back;
    QPushButton* m_cancel;
    QPushButton* m_next;
};

} // namespace trutina::ui
